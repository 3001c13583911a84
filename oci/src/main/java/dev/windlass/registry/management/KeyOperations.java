// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import dev.windlass.registry.api.Access;
import dev.windlass.registry.api.ApiKey;
import dev.windlass.registry.api.ApiKeyPrototype;
import dev.windlass.registry.store.ApiKey.Grant;
import dev.windlass.registry.store.ApiKey.Role;
import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The API keys of the registry.
record KeyOperations(Store store) {
  private static final int LONGEST_NAME = 64;

  List<Operation> all() {
    return List.of(
        Operation.of("GET", "/apikeys", this::list),
        Operation.of("POST", "/apikeys", this::make),
        Operation.of("DELETE", "/apikeys/{id}", this::remove));
  }

  private Reply list(Call call) {
    call.needForAccount(Role.MANAGER);
    return Reply.json(
        store.apiKeys().list().stream().map(key -> shown(key, Optional.empty())).toList());
  }

  private static ApiKey shown(dev.windlass.registry.store.ApiKey key, Optional<String> secret) {
    return new ApiKey(
        key.id(), key.name(), access(key), key.created().toString(), secret.orElse(null));
  }

  private static List<Access> access(dev.windlass.registry.store.ApiKey key) {
    return key.access().stream()
        .map(Grant::namespace)
        .distinct()
        .map(namespace ->
            new Access(
                namespace,
                key.access().stream()
                    .filter(grant -> grant.namespace().equals(namespace))
                    .map(grant -> Call.named(grant.role()))
                    .sorted()
                    .toList()))
        .toList();
  }

  private Reply make(Call call) throws IOException {
    call.needForAccount(Role.MANAGER);
    var wanted = call.body(ApiKeyPrototype.class);
    if (wanted.name().isBlank() || wanted.name().length() > LONGEST_NAME) {
      throw senseless("its name is empty, or longer than " + LONGEST_NAME + " characters");
    }
    if (wanted.access().isEmpty()) {
      throw senseless("it would open nothing");
    }
    var made =
        store
            .apiKeys()
            .make(wanted.name(), wanted.access().stream().flatMap(KeyOperations::grants).toList());
    return Reply.json(201, shown(made.key(), Optional.of(made.secret().reveal())));
  }

  private static Stream<Grant> grants(Access access) {
    return access.roles().stream().map(role -> new Grant(access.namespace(), role(role)));
  }

  private static Role role(String text) {
    return Stream.of(Role.values())
        .filter(role -> role.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> senseless("'" + text + "' is no role"));
  }

  private static Problem senseless(String why) {
    var roles = Stream.of(Role.values()).map(Call::named).collect(Collectors.joining(", "));
    return Problem.of(
        400,
        "CRK0101E",
        "The key cannot be made.",
        why,
        "give a name, and for each namespace (* for all) some of the roles " + roles);
  }

  private Reply remove(Call call) {
    call.needForAccount(Role.MANAGER);
    if (!store.apiKeys().remove(call.path("id"))) {
      throw Problem.of(
          404,
          "CRK0104E",
          "There is no key '" + call.path("id") + "'.",
          "it was deleted, or never made",
          "run 'windlass cr api-key-list' for those that are there");
    }
    return Reply.empty(204);
  }
}
