// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.api.ComponentRef;
import dev.windlass.api.CronSubscription;
import dev.windlass.api.CronSubscriptionList;
import dev.windlass.api.CronSubscriptionPrototype;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.CronObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.cron.Schedule;
import dev.windlass.image.InvalidName;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Subscriptions to points in time. Code Engine has them by its command line only; the fields are
/// named after its options.
final class CronSubscriptions {
  private static final String ALL = "/projects/{project_id}/cron_subscriptions";
  private static final String ONE = ALL + "/{name}";
  private static final String FUNCTION = "function_v2";
  private static final int MOST_BYTES = 4096;

  private static final Rule ATTRIBUTE =
      Rule.text(1, 20, Pattern.compile("[a-z0-9]+"), "of a-z and 0-9");
  private static final Rule VALUE =
      Rule.text(0, 1024, Pattern.compile("[ -~]*"), "of printable ASCII");

  private static final Shape SHAPE =
      Shape.of("a cron subscription")
          .needs(
              "component",
              Shape.of("who is told")
                  .needs("name", Names.OF_JOB)
                  .needs("resource_type", Rule.oneOf(ComponentRef.APP, ComponentRef.JOB, FUNCTION)))
          .needs("name", Names.OF_CRON)
          .may("schedule", Rule.text(200))
          .may("time_zone", Rule.text(100))
          .may(
              "path",
              Rule.text(1, 1024, Pattern.compile("/[!-~]*"), "beginning with / and without blanks"))
          .may("content_type", Rule.text(1, 256, Pattern.compile("[ -~]+"), "of printable ASCII"))
          .may("data", Rule.text(MOST_BYTES))
          .may("data_base64", Rule.text(MOST_BYTES))
          .may("extensions", new Rule.Entries(ATTRIBUTE, VALUE))
          .may("overlap", Rule.oneOf("allow", "skip"))
          .ignores(View.ANSWERED);

  private final Site site;
  private final Shelf<CronSubscriptionPrototype, CronObserved> shelf;

  CronSubscriptions(Site site) {
    this.site = site;
    this.shelf =
        new Shelf<>(
            site,
            Kind.CRON_SUBSCRIPTION,
            new Noun(
                "Cron subscription",
                "cron_subscriptions",
                "cron subscriptions",
                "subscription cron",
                site.quotas().cronSubscriptions()));
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list).answering(CronSubscriptionList.class),
        Route.post(ALL, this::create).taking(SHAPE).answering(CronSubscription.class),
        Route.get(ONE, this::get).answering(CronSubscription.class),
        Route.patch(ONE, this::update).taking(SHAPE).answering(CronSubscription.class),
        Route.delete(ONE, this::delete),
        Route.get(ONE + "/events", this::events));
  }

  private Map<String, Object> view(
      Home home, Resource<CronSubscriptionPrototype, CronObserved> one) {
    var name = one.key().name();
    var view =
        View.tagged(
            one, "cron_subscription", site.href("projects", home.id(), "cron_subscriptions", name));
    var problem = problem(home, one.wanted());
    var details = new TreeMap<String, Object>();
    details.put("reason", problem.isPresent() ? "destination_not_found" : "ready");
    View.why(details, problem.orElse(null), null);
    View.put(details, "last_scheduled_at", one.observed().heeded());
    View.put(details, "last_job_run", one.observed().lastJobRun());
    Schedule.parse(one.wanted().schedule(), one.wanted().timeZone())
        .after(site.clock().instant())
        .ifPresent(next -> View.put(details, "next_scheduled_at", next));
    view.put("status", problem.isPresent() ? "failed" : "ready");
    view.put("status_details", details);
    return view;
  }

  private Optional<Diagnosis> problem(Home home, CronSubscriptionPrototype wanted) {
    var target = wanted.component();
    boolean job = target.resourceType().equals(ComponentRef.JOB);
    Key key = new Key(home.id(), target.name());
    boolean there =
        job
            ? site.store().find(Kind.JOB, key).isPresent()
            : site.store().find(Kind.APP, key).isPresent();
    var word = job ? "job" : "app";
    return there
        ? Optional.empty()
        : Optional.of(
            new Diagnosis(
                (job ? Cause.JOB_ABSENT : Cause.SETTING_INVALID).id(),
                "The cron subscription '%s' tells nobody".formatted(wanted.name()),
                "%s '%s' does not exist in the project".formatted(word, target.name()),
                "make it: windlass %s create --name %s --image REFERENCE"
                    .formatted(word, target.name()),
                ""));
  }

  private Answer list(Call call) {
    Home home = site.home(call);
    return Answer.ok(shelf.page(call, shelf.list(home), one -> view(home, one)));
  }

  private Answer create(Call call) throws IOException {
    Home home = site.home(call);
    var wanted = wanted(site.body().resource(call));
    return Answer.created(view(home, shelf.create(home, wanted.name(), wanted)));
  }

  private static CronSubscriptionPrototype wanted(Map<String, Object> asked) {
    var body = new LinkedHashMap<>(SHAPE.heeded(asked));
    body.putIfAbsent("schedule", "* * * * *");
    body.putIfAbsent("time_zone", "UTC");
    body.putIfAbsent("overlap", "allow");
    var problems = new Problems();
    SHAPE.check(body, problems);
    Problems.refuse(problems.all());
    var wanted = Typed.of(CronSubscriptionPrototype.class, body);
    check(wanted, problems);
    Problems.refuse(problems.all());
    return wanted;
  }

  private static void check(CronSubscriptionPrototype wanted, Problems problems) {
    var type = wanted.component().resourceType();
    if (type.equals(FUNCTION)) {
      throw Refused.notBuilt(
          "This version of Windlass has no functions; component.resource_type needs to be app_v2 or job_v2");
    }
    if (type.equals(ComponentRef.JOB) && wanted.path() != null) {
      problems.invalid("path", "path is for apps, and component is a job; leave it out");
    }
    checkTime(wanted, problems);
    checkContent(wanted, problems);
  }

  private static void checkTime(CronSubscriptionPrototype wanted, Problems problems) {
    check("time_zone", () -> Schedule.zone(wanted.timeZone()), problems);
    check("schedule", () -> Schedule.parse(wanted.schedule(), "UTC"), problems);
  }

  private static void check(String field, Supplier<?> read, Problems problems) {
    try {
      var _ = read.get();
    } catch (InvalidName e) {
      problems.invalid(field, field + ": " + e.getMessage());
    }
  }

  private static void checkContent(CronSubscriptionPrototype wanted, Problems problems) {
    if (wanted.data() != null && wanted.dataBase64() != null) {
      problems.invalid("data_base64", "data and data_base64 are both given; leave one of them out");
    }
    if (wanted.data() != null && wanted.data().getBytes(UTF_8).length > MOST_BYTES) {
      problems.invalid(
          "data",
          "data takes %,d bytes; it needs to be at most %,d"
              .formatted(wanted.data().getBytes(UTF_8).length, MOST_BYTES));
    }
    if (wanted.dataBase64() != null) {
      try {
        Base64.getDecoder().decode(wanted.dataBase64());
      } catch (IllegalArgumentException e) {
        problems.invalid("data_base64", "data_base64 is no base64: " + e.getMessage());
      }
    }
  }

  private Answer get(Call call) {
    Home home = site.home(call);
    return Answer.ok(view(home, shelf.get(home, call.name("name"))));
  }

  private Answer update(Call call) throws IOException {
    Home home = site.home(call);
    return Answer.ok(view(home, shelf.patch(call, home, CronSubscriptions::wanted)));
  }

  private Answer delete(Call call) {
    shelf.delete(site.home(call), call.name("name"));
    return Answer.accepted();
  }

  private Answer events(Call call) {
    Key key = shelf.get(site.home(call), call.name("name")).key();
    return new Watching(site).events(call, Kind.CRON_SUBSCRIPTION, key);
  }
}
