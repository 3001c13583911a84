// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.ApiKey;
import dev.windlass.api.ApiKeyList;
import dev.windlass.engine.ApiKeySpec;
import dev.windlass.engine.Observations.ApiKeyObserved;
import dev.windlass.engine.Resource;
import dev.windlass.identity.Caller;
import dev.windlass.identity.Keys;
import dev.windlass.identity.Role;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// API keys: ours, as Code Engine leaves them to IAM. Whoever manages one project sees and makes
/// those of that project only.
final class ApiKeys {
  private static final String ALL = "/api_keys";
  private static final String ONE = ALL + "/{id}";
  private static final int MOST = 1_000;
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]+");

  private static final Shape SHAPE =
      Shape.of("an API key")
          .needs("name", Rule.text(1, 60, NAME, "none of them a control character"))
          .needs("role", Rule.oneOf("Viewer", "Editor", "Manager"))
          .may("project_id", Rule.text(64))
          .may("expires_at", new Moment());

  private final Site site;
  private final Keys keys;

  ApiKeys(Site site, Keys keys) {
    this.site = site;
    this.keys = keys;
  }

  private record Moment() implements Rule {
    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string", "format", "date-time");
    }

    @Override
    public String allowed() {
      return "a time such as 2027-01-31T12:00:00Z";
    }

    @Override
    public void check(String field, Object value, Problems problems) {
      try {
        Instant.parse(String.valueOf(value));
      } catch (DateTimeParseException e) {
        problems.invalid(field, value, allowed());
      }
    }
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list).answering(ApiKeyList.class).ours(),
        Route.post(ALL, this::create).taking(SHAPE).answering(ApiKey.class).ours(),
        Route.get(ONE, this::get).answering(ApiKey.class).ours(),
        Route.delete(ONE, this::delete).ours());
  }

  private Answer list(Call call) {
    var shown = keys.list().stream().filter(key -> isFor(call.caller(), key)).toList();
    return Answer.ok(
        new Listing<Resource<ApiKeySpec, ApiKeyObserved>>(
                "api_keys", key -> key.key().name(), this::view)
            .page(site, call, shown));
  }

  private static boolean isFor(Caller caller, Resource<ApiKeySpec, ApiKeyObserved> key) {
    return caller.project().isEmpty()
        || caller.project().equals(Optional.ofNullable(key.wanted().project()));
  }

  private Answer create(Call call) throws IOException {
    var asked = site.body().resource(call);
    var problems = new Problems();
    SHAPE.check(asked, problems);
    Problems.refuse(problems.all());
    var project = (String) asked.get("project_id");
    if (project != null) {
      site.home(project);
    }
    if (project == null ? call.caller().project().isPresent() : !call.caller().sees(project)) {
      throw Refused.forbidden(
          "The API key '%s' is for one project and can make keys for that only; give project_id"
              .formatted(call.caller().name()));
    }
    Quotas.refuseAbove(
        new Noun("API key", "api_keys", "API keys", "api-key", MOST),
        keys.list().size(),
        "This engine");
    var made =
        keys.create(
            (String) Objects.requireNonNull(asked.get("name")),
            Role.byName((String) Objects.requireNonNull(asked.get("role"))).orElseThrow(),
            project,
            asked.containsKey("expires_at") ? Instant.parse("" + asked.get("expires_at")) : null);
    var answer = view(made.key());
    answer.put("apikey", made.secret().reveal()); // this once
    return Answer.created(answer);
  }

  private Answer get(Call call) {
    return Answer.ok(view(find(call)));
  }

  private Resource<ApiKeySpec, ApiKeyObserved> find(Call call) {
    var id = call.name("id");
    return keys.find(id)
        .filter(key -> isFor(call.caller(), key))
        .orElseThrow(() ->
            Refused.notFound(
                "API key %s not found; GET /v2/api_keys lists those that exist"
                    .formatted(Shown.of(id))));
  }

  private Answer delete(Call call) {
    keys.revoke(find(call).key().name());
    return Answer.accepted();
  }

  private Map<String, Object> view(Resource<ApiKeySpec, ApiKeyObserved> key) {
    var spec = key.wanted();
    var view = new TreeMap<String, Object>();
    view.put("id", key.key().name());
    view.put("name", spec.name());
    view.put("role", spec.role());
    view.put("created_at", View.time(key.createdAt()));
    view.put("href", site.href("api_keys", key.key().name()));
    View.put(view, "project_id", spec.project());
    View.put(view, "expires_at", spec.expiresAt());
    View.put(view, "last_used_at", key.observed().lastUsedAt());
    return view;
  }
}
