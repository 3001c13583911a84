// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.Secret;
import dev.windlass.api.SecretList;
import dev.windlass.api.SecretPrototype;
import dev.windlass.doctor.Target;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.Nothing;
import dev.windlass.engine.Resource;
import dev.windlass.identity.Role;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Secrets.
final class Secrets {
  private static final String ALL = "/projects/{project_id}/secrets";
  private static final String ONE = ALL + "/{name}";

  private final Site site;
  private final Shelf<SecretPrototype, Nothing> shelf;

  Secrets(Site site) {
    this.site = site;
    this.shelf =
        new Shelf<>(
            site,
            Kind.SECRET,
            new Noun("Secret", "secrets", "secrets", "secret", site.quotas().secrets()));
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list).answering(SecretList.class),
        Route.post(ALL, this::create).taking(SecretRules.SECRET).answering(Secret.class),
        Route.get(ONE, this::get).answering(Secret.class),
        Route.put(ONE, this::replace).taking(SecretRules.REPLACEMENT).answering(Secret.class),
        Route.delete(ONE, this::delete));
  }

  private Answer list(Call call) {
    Home home = site.home(call);
    Optional<String> format = call.query("format");
    format.ifPresent(Secrets::refuseUnknown);
    List<Resource<SecretPrototype, Nothing>> secrets =
        shelf.list(home).stream()
            .filter(secret -> format.isEmpty() || format.get().equals(secret.wanted().format()))
            .toList();
    return Answer.ok(shelf.page(call, secrets, new SecretView(site, home)::closed));
  }

  private static void refuseUnknown(String format) {
    var problems = new Problems();
    Rule.oneOf(SecretRules.formats().toArray(String[]::new)).check("format", format, problems);
    Problems.refuse(problems.all());
  }

  private Answer create(Call call) throws IOException, InterruptedException {
    Home home = site.home(call);
    SecretPrototype wanted = wanted(site.body().resource(call));
    var secret = shelf.create(home, wanted.name(), wanted);
    return Answer.created(answer(call, home, secret));
  }

  private static SecretPrototype wanted(Map<String, Object> asked) {
    Map<String, Object> secret = SecretRules.SECRET.heeded(asked);
    Problems.refuse(SecretRules.secretProblems(secret));
    return Typed.of(SecretPrototype.class, secret);
  }

  private Answer get(Call call) {
    Home home = site.home(call);
    var secret = shelf.get(home, call.name("name"));
    var view = new SecretView(site, home);
    return Answer.ok(
        call.caller().role().may(Role.EDITOR) ? view.of(secret) : view.redacted(secret));
  }

  private Answer replace(Call call) throws IOException, InterruptedException {
    Home home = site.home(call);
    String name = call.name("name");
    Tag.of(call);
    var body = new LinkedHashMap<>(Change.of(name, site.body().resource(call)));
    body.put("name", name);
    Map<String, Object> heeded = SecretRules.REPLACEMENT.heeded(body);
    Problems.refuse(SecretRules.replacementProblems(heeded));
    var wanted = Typed.of(SecretPrototype.class, heeded);
    var secret = shelf.change(call, home, name, old -> replaced(old, wanted));
    return Answer.ok(answer(call, home, secret));
  }

  /// Credentials are tried at their registries.
  private Map<String, Object> answer(
      Call call, Home home, Resource<SecretPrototype, Nothing> secret) throws InterruptedException {
    Map<String, Object> answer = new SecretView(site, home).of(secret);
    if (secret.wanted().format().equals("registry")) {
      var target = new Target(Target.Kind.SECRET, secret.key().name());
      new PreflightCheck(site).add(answer, call, home, target);
    }
    return answer;
  }

  private static SecretPrototype replaced(SecretPrototype old, SecretPrototype wanted) {
    if (!old.format().equals(wanted.format())) {
      throw Refused.badField(
          "format",
          "format is '%s'; it needs to be '%s', as a secret keeps its format: delete the secret and create it anew for another"
              .formatted(wanted.format(), old.format()));
    }
    return new SecretPrototype(
        old.format(), old.name(), wanted.data(), old.serviceAccess(), old.serviceOperator());
  }

  private Answer delete(Call call) {
    shelf.delete(site.home(call), call.name("name"));
    return Answer.accepted();
  }
}
