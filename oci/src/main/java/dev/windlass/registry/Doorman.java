// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Network;
import dev.windlass.registry.store.Store;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Takes names and passwords, and only from where the account allows it.
record Doorman(Store store, Rights rights) {
  /// Nobody, when the password is wrong or the name unknown. Refuses who signs in from an address
  /// that is not on the list, with the status that IBM's identity service uses; its clients do not
  /// show the reason, so it becomes an event too.
  Optional<Caller> signIn(Request request, Basic basic) {
    var caller = rights.signIn(basic.username(), basic.password());
    caller.ifPresent(known -> checkAddress(request, known));
    return caller;
  }

  void checkAddress(Request request, Caller caller) {
    if (!allows(request.from(), caller)) {
      throw Rejected.because(
          ErrorCode.TOKEN_REQUEST_INVALID, message(request.from().getHostAddress()), rule());
    }
  }

  /// Whether one may sign in from there. That one may not is an event.
  boolean allows(InetAddress from, Caller caller) {
    var allowed = allowed();
    boolean fine = allowed.isEmpty() || allowed.stream().anyMatch(some -> some.contains(from));
    if (!fine) {
      var client = from.getHostAddress();
      store.events().add("token.refused", client, caller.shown(), "", rule(), message(client));
    }
    return fine;
  }

  private List<Network> allowed() {
    return store.account().terms().allowedIps();
  }

  private String rule() {
    return "allowed IP addresses: "
        + allowed().stream().map(Network::toString).collect(Collectors.joining(", "));
  }

  private static String message(String from) {
    return "Signing in from "
        + from
        + " is not allowed: the account restricts IP address access."
        + " Add the address to the allowed ones, or sign in from one of them.";
  }
}
