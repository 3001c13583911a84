// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.util.List;
import java.util.Map;

/// `GET /v2/`: this is a registry. Nobody gets that far without a token, because that is how
/// clients find out where tokens are.
final class Ping implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of();
  }

  @Override
  public Answer answer(Request request, Pass pass) {
    return Answer.json(200, Map.of());
  }
}
