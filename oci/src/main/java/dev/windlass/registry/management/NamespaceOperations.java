// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import dev.windlass.image.InvalidName;
import dev.windlass.image.Repository;
import dev.windlass.image.Secret;
import dev.windlass.registry.api.Namespace;
import dev.windlass.registry.api.NamespaceChange;
import dev.windlass.registry.api.Upstream;
import dev.windlass.registry.store.ApiKey.Role;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Namespace.Visibility;
import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Namespaces: who gets in, and what they are a cache of.
record NamespaceOperations(Store store) {
  private static final int LONGEST = 64;

  List<Operation> all() {
    return List.of(
        Operation.of("GET", "/namespaces", this::names),
        Operation.of("GET", "/namespaces/details", this::details),
        Operation.of("PUT", "/namespaces/{name}", this::add),
        Operation.of("PATCH", "/namespaces/{name}", this::change),
        Operation.of("DELETE", "/namespaces/{name}", this::delete));
  }

  private Stream<dev.windlass.registry.store.Namespace> seen(Call call) {
    return store.namespaces().list().stream()
        .filter(namespace -> call.member().has(Role.READER, namespace.name()));
  }

  private Reply names(Call call) {
    return Reply.json(seen(call).map(dev.windlass.registry.store.Namespace::name).toList());
  }

  private Reply details(Call call) {
    return Reply.json(seen(call).map(NamespaceOperations::shown).toList());
  }

  private static Namespace shown(dev.windlass.registry.store.Namespace namespace) {
    return new Namespace(
        namespace.name(),
        "windlass",
        namespace.created().toString(),
        namespace.updated().toString(),
        null,
        namespace.resourceGroup().isEmpty() ? null : namespace.resourceGroup(),
        null,
        namespace.visibility().name().toLowerCase(Locale.ROOT),
        namespace
            .upstream()
            .map(known ->
                new Upstream(
                    url(known.address()),
                    known.username().isEmpty() ? null : known.username(),
                    null))
            .orElse(null));
  }

  /// A registry on this machine speaks plain HTTP.
  private static String url(String address) {
    boolean here = address.matches("(localhost|127\\.[0-9.]+)([:/].*)?");
    return (here ? "http://" : "https://") + address;
  }

  private Reply add(Call call) throws IOException {
    call.needForAccount(Role.MANAGER);
    var name = checked(call.path("name"));
    var rules = call.bodyIfAny(NamespaceChange.class);
    check(rules);
    var visibility =
        rules
            .map(NamespaceChange::visibility)
            .map(NamespaceOperations::visibility)
            .orElse(Visibility.PRIVATE);
    boolean added = store.namespaces().add(name, visibility);
    apply(call, name, rules);
    return Reply.json(added ? 201 : 200, Map.of("namespace", name));
  }

  /// Refuses what cannot be done before any of it is done.
  private static void check(Optional<NamespaceChange> rules) {
    rules.map(NamespaceChange::visibility).ifPresent(NamespaceOperations::visibility);
    rules.map(NamespaceChange::upstream).ifPresent(upstream -> address(upstream.url()));
  }

  private static String checked(String name) {
    try {
      if (name.length() > LONGEST || name.contains("/")) {
        throw new InvalidName(
            "namespace", name, "has up to " + LONGEST + " characters, and no / in it");
      }
      return new Name(name).namespace();
    } catch (InvalidName e) {
      throw Problem.of(
          400,
          "CRN0101E",
          "'" + name + "' is not a name for a namespace.",
          String.valueOf(e.getMessage()),
          "use lowercase letters and digits, with single . _ - between them");
    }
  }

  private static Visibility visibility(String text) {
    return Stream.of(Visibility.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() ->
            Problem.senseless(
                "'" + text + "' is no visibility.",
                "a namespace is open, public or private",
                "name one of these"));
  }

  private Reply change(Call call) throws IOException {
    call.need(Role.MANAGER, call.path("name"));
    var name = existing(call);
    var rules = call.bodyIfAny(NamespaceChange.class);
    check(rules);
    apply(call, name, rules);
    return Reply.json(Map.of("namespace", name));
  }

  private void apply(Call call, String name, Optional<NamespaceChange> rules) throws IOException {
    rules
        .map(NamespaceChange::visibility)
        .ifPresent(text -> store.namespaces().show(name, visibility(text)));
    rules.map(NamespaceChange::upstream).ifPresent(upstream -> cache(name, upstream));
    if (call.saysNull("upstream")) {
      store.namespaces().cache(name, Optional.empty());
    }
    call.header("X-Auth-Resource-Group").ifPresent(group -> store.namespaces().assign(name, group));
  }

  private void cache(String name, Upstream upstream) {
    store
        .namespaces()
        .cache(
            name,
            Optional.of(
                new dev.windlass.registry.store.Upstream(
                    address(upstream.url()),
                    Optional.ofNullable(upstream.username()).orElse(""),
                    new Secret(Optional.ofNullable(upstream.password()).orElse("")))));
  }

  private static String address(String url) {
    var address = url.replaceFirst("^https?://", "").replaceFirst("/+$", "");
    try {
      var repository = Repository.parse(address + "/any");
      return repository.host()
          + repository.path().replaceFirst("/?any$", "").replaceFirst("^(?=.)", "/");
    } catch (InvalidName e) {
      throw Problem.senseless(
          "'" + url + "' is no registry.",
          String.valueOf(e.getMessage()),
          "write an address such as https://icr.io or https://icr.io/codeengine");
    }
  }

  private String existing(Call call) {
    var name = call.path("name");
    if (store.namespaces().find(name).isEmpty()) {
      throw missing(name);
    }
    return name;
  }

  static Problem missing(String name) {
    return Problem.of(
        404,
        "CRN0104E",
        "There is no namespace '" + name + "'.",
        "nobody added it, and nobody pushed to it",
        "run 'windlass cr namespace-list' for those that are there");
  }

  private Reply delete(Call call) {
    call.needForAccount(Role.MANAGER);
    var name = existing(call);
    store.namespaces().remove(name);
    return Reply.empty(204);
  }
}
