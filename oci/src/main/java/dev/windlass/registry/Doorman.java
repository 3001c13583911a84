// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Network;
import dev.windlass.registry.store.Store;
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
    var allowed = store.account().terms().allowedIps();
    var from = request.from();
    if (!allowed.isEmpty() && allowed.stream().noneMatch(network -> network.contains(from))) {
      throw refused(from.getHostAddress(), caller, allowed);
    }
  }

  private Rejected refused(String from, Caller caller, List<Network> allowed) {
    var rule =
        "allowed IP addresses: "
            + allowed.stream().map(Network::toString).collect(Collectors.joining(", "));
    var message =
        "Signing in from "
            + from
            + " is not allowed: the account restricts IP address access."
            + " Add the address to the allowed ones, or sign in from one of them.";
    store.events().add("IpNotAllowed", from, caller.id(), rule, message);
    return Rejected.because(ErrorCode.TOKEN_REQUEST_INVALID, message, rule);
  }
}
