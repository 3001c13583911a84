// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import io.avaje.jsonb.Json;
import java.util.List;

/// What a token of ours says, in the words of JSON Web Tokens.
///
/// @param use `access` or `refresh`; the one is never taken for the other
/// @param exp when it ends, in seconds since 1970
@Json
record Claims(String iss, String sub, String use, long iat, long exp, List<Scope> access) {
  static final String ACCESS = "access";
  static final String REFRESH = "refresh";
}
