// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import dev.windlass.image.InvalidName;
import dev.windlass.registry.api.Analysis;
import dev.windlass.registry.api.Kept;
import dev.windlass.registry.api.RetentionPolicy;
import dev.windlass.registry.store.ApiKey.Role;
import dev.windlass.registry.store.Namespace;
import dev.windlass.registry.store.Retention;
import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How many images a namespace keeps.
record RetentionOperations(Store store) {
  List<Operation> all() {
    return List.of(
        Operation.of("GET", "/retentions", this::list),
        Operation.of("POST", "/retentions", this::set),
        Operation.of("POST", "/retentions/analyze", this::analyze),
        Operation.of("GET", "/retentions/{namespace}", this::get));
  }

  private Reply list(Call call) {
    var policies = new TreeMap<String, RetentionPolicy>();
    for (Namespace namespace : store.namespaces().list()) {
      if (call.member().has(Role.READER, namespace.name())) {
        policies.put(namespace.name(), shown(namespace));
      }
    }
    return Reply.json(policies);
  }

  private static RetentionPolicy shown(Namespace namespace) {
    var policy = namespace.retention();
    return new RetentionPolicy(
        namespace.name(),
        policy.imagesPerRepo(),
        policy.retainUntagged(),
        policy.deletionThresholdDays(),
        null);
  }

  private Reply get(Call call) {
    var name = call.path("namespace");
    call.need(Role.READER, name);
    return Reply.json(shown(existing(name)));
  }

  private Namespace existing(String name) {
    return store.namespaces().find(name).orElseThrow(() -> NamespaceOperations.missing(name));
  }

  /// Sets the policy and follows it at once, as far as pins allow; the other days, always.
  private Reply set(Call call) throws IOException {
    var wanted = call.body(RetentionPolicy.class);
    call.need(Role.READER, wanted.namespace());
    call.need(Role.WRITER, wanted.namespace());
    var name = existing(wanted.namespace()).name();
    var policy = policy(wanted);
    store.namespaces().retain(name, policy);
    store.cleanUp().run(name, policy, Boolean.TRUE.equals(wanted.ignorePins()));
    return Reply.empty(200);
  }

  private static dev.windlass.registry.store.RetentionPolicy policy(RetentionPolicy wanted) {
    try {
      return new dev.windlass.registry.store.RetentionPolicy(
          Optional.ofNullable(wanted.imagesPerRepo()).orElse(-1),
          Boolean.TRUE.equals(wanted.retainUntagged()),
          Optional.ofNullable(wanted.deletionThresholdDays()).orElse(0));
    } catch (InvalidName e) {
      throw Problem.of(
          400,
          "CRR0101E",
          "The policy cannot be followed.",
          String.valueOf(e.getMessage()),
          "give a number of images from 0, or -1 for all, and a number of days from 0");
    }
  }

  private Reply analyze(Call call) throws IOException {
    var wanted = call.body(RetentionPolicy.class);
    call.need(Role.READER, wanted.namespace());
    var name = existing(wanted.namespace()).name();
    var retention =
        store.cleanUp().preview(name, policy(wanted), Boolean.TRUE.equals(wanted.ignorePins()));
    var deleted = deleted(call.host(), retention);
    return Reply.json(
        call.flag("details") ? new Analysis(deleted, kept(call.host(), retention)) : deleted);
  }

  private static Map<String, List<String>> deleted(String host, Retention retention) {
    var byRepository = new TreeMap<String, List<String>>();
    retention
        .deleted()
        .forEach(image ->
            byRepository
                .computeIfAbsent(host + "/" + image.repository(), _ -> new ArrayList<>())
                .add(image.digest().toString()));
    return byRepository;
  }

  private static List<Kept> kept(String host, Retention retention) {
    return retention.kept().stream()
        .map(kept ->
            new Kept(
                host + "/" + kept.image().repository() + "@" + kept.image().digest(),
                reason(kept.reason()),
                kept.users()))
        .toList();
  }

  private static String reason(Retention.Reason reason) {
    return switch (reason) {
      case PINNED -> "pinned";
      case LISTED_BY_AN_INDEX -> "part-of-index";
      case YOUNG -> "young";
    };
  }
}
