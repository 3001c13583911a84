// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.ImageService;
import dev.windlass.engine.ImageService.Asker;
import dev.windlass.engine.ImageService.Kept;
import dev.windlass.engine.Lease;
import dev.windlass.engine.Quantity;
import dev.windlass.engine.Span;
import dev.windlass.image.Clearing;
import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import dev.windlass.image.Removal;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The images of the engine's machine. Not a part of Code Engine's API.
final class Images {
  private static final String ALL = "/images";
  private static final String ONE = ALL + "/{image}";
  private static final int LONGEST_AMOUNT = 20;

  private static final Shape PULL =
      Shape.of("a pull")
          .needs("image_reference", Names.OF_IMAGE)
          .may("image_secret", Names.OF_REFERENCE);

  private static final Shape PRUNING =
      Shape.of("a pruning")
          .may("dry_run", Rule.flag())
          .may("all", Rule.flag())
          .may("older_than", Rule.text(LONGEST_AMOUNT))
          .may("keep_size", Rule.text(LONGEST_AMOUNT));

  private final Site site;
  private final ImageView view;

  Images(Site site) {
    this.site = site;
    this.view = new ImageView(site);
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, _ -> list()),
        Route.post(ALL + "/prune", this::prune),
        Route.get(ONE, this::inspect),
        Route.delete(ONE, this::remove),
        Route.post("/projects/{project_id}/images/pull", this::pull));
  }

  private ImageService service() {
    return site.driver().images();
  }

  /// Answered line by line while it goes on. It ends when whoever asked has left.
  private Answer pull(Call call) throws IOException {
    Home home = site.home(call);
    Map<String, Object> wanted = checked(call, PULL);
    return new Answer.Lines(
        new PullStream(
            service(),
            new Asker(home.id(), Optional.ofNullable((String) wanted.get("image_secret"))),
            Reference.parse(String.valueOf(wanted.get("image_reference"))),
            site.limits().pulse()));
  }

  private Map<String, Object> checked(Call call, Shape shape) throws IOException {
    Map<String, Object> wanted = site.body().resource(call);
    var problems = new Problems();
    shape.check(wanted, problems);
    Problems.refuse(problems.all());
    return wanted;
  }

  private Answer list() throws IOException {
    var byName =
        Comparator.comparing((Kept kept) -> String.join(" ", ImageView.texts(kept.image().names())))
            .thenComparing(kept -> kept.image().digest().toString());
    return Answer.ok(
        Map.of("images", service().images().stream().sorted(byName).map(view::of).toList()));
  }

  private Kept named(Call call) throws IOException {
    return new ImageName(call.name("image")).among(service().images());
  }

  private Answer inspect(Call call) throws IOException {
    var kept = named(call);
    var digest = kept.image().digest();
    var whole = view.of(kept);
    whole.put("layers", kept.image().layers().stream().map(ImageView::layer).toList());
    service()
        .config(digest)
        .ifPresent(config -> whole.put("configuration", ImageView.configuration(config)));
    var missing = service().offline(new Asker("", Optional.empty()), digest).missing();
    whole.put("missing", missing.stream().map(ImageView::missing).toList());
    return Answer.ok(whole);
  }

  private Answer remove(Call call) throws IOException {
    var kept = named(call);
    var names = kept.image().names();
    var name = new ImageName(call.name("image")).name(kept);
    if (name.isPresent() && names.size() > 1) {
      service().untag(name.get());
      return removed(List.of(name.get()), Optional.empty(), List.of(), 0);
    }
    if (names.size() > 1 && !call.flag("force")) {
      throw Refused.conflict(
          "several_names",
          "Image %s has %d names, %s; remove those one by one, or all of it with force"
              .formatted(kept.image().digest(), names.size(), ImageView.texts(names)));
    }
    return switch (service().remove(kept.image().digest())) {
      case Removal.Removed(var digest, var layers, var freed) ->
          removed(names, Optional.of(digest), layers, freed);
      case Removal.Held() -> throw held(kept);
      case Removal.Busy() ->
          throw Refused.conflict(
              "image_busy",
              "Image %s is being pulled; wait for that to end".formatted(kept.image().digest()));
      case Removal.Unknown() ->
          throw Refused.notFound("Image %s is gone".formatted(kept.image().digest()));
    };
  }

  private static Answer removed(
      List<Reference> names, Optional<Digest> digest, List<Digest> layers, long freed) {
    var body = new LinkedHashMap<String, Object>();
    body.put("untagged", ImageView.texts(names));
    digest.ifPresent(gone -> body.put("removed", gone.toString()));
    body.put("layers", ImageView.texts(layers));
    body.put("freed", freed);
    return Answer.ok(body);
  }

  /// Nobody may break a revision by the way, so there is no force that would.
  private static Refused held(Kept kept) {
    var holders = kept.holders().stream().map(Lease::holder).distinct().sorted().toList();
    return Refused.conflict(
        "image_in_use",
        "Image %s is needed by %s; it goes when they are deleted"
            .formatted(
                kept.image().digest(),
                holders.isEmpty() ? "somebody since a moment ago" : words(holders)));
  }

  private static String words(List<String> holders) {
    int most = 5;
    var shown = holders.stream().limit(most).collect(Collectors.joining("; "));
    return holders.size() <= most ? shown : shown + "; and " + (holders.size() - most) + " more";
  }

  private Answer prune(Call call) throws IOException {
    var wanted = checked(call, PRUNING);
    boolean dryRun = wanted.get("dry_run") instanceof Boolean asked && asked;
    var rule =
        new Clearing.Rule(
            wanted.get("all") instanceof Boolean all && all,
            amount(wanted, "older_than", Span::parse, Duration.ZERO),
            amount(wanted, "keep_size", Quantity::bytes, 0L));
    return Answer.ok(
        ImageView.cleared(dryRun ? service().preview(rule) : service().clear(rule), dryRun));
  }

  private static <T> T amount(
      Map<String, Object> wanted, String field, Function<String, T> parser, T nothing) {
    if (!(wanted.get(field) instanceof String text)) {
      return nothing;
    }
    try {
      return parser.apply(text);
    } catch (InvalidName e) {
      throw Refused.badField(field, field + " is " + Shown.of(text) + ": " + e.getMessage());
    }
  }
}
