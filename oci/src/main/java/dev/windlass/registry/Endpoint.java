// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.util.List;

/// One thing that the registry does. Knows what a client must be allowed for it; that the client is
/// allowed has been seen to when [#answer] is called.
interface Endpoint {
  List<Scope> needs(Request request);

  /// What a client is told to get: what it needs, and what would be of use to it besides.
  default List<Scope> wants(Request request) {
    return needs(request);
  }

  Answer answer(Request request, Pass pass) throws IOException;
}
