// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import dev.windlass.image.Digest;
import dev.windlass.registry.api.BulkDeletion;
import dev.windlass.registry.api.DigestsWanted;
import dev.windlass.registry.api.ImageDigest;
import dev.windlass.registry.store.ApiKey.Role;
import dev.windlass.registry.store.Image;
import dev.windlass.registry.store.Manifests.Copied;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Pins;
import dev.windlass.registry.store.Retention;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Images: lists, tags, deletion.
record ImageOperations(Store store) {
  List<Operation> all() {
    return List.of(
        Operation.of("GET", "/images", this::tagged),
        Operation.of("POST", "/images/digests", this::digests),
        Operation.of("POST", "/images/bulkdelete", this::deleteMany),
        Operation.of("POST", "/images/tags", this::tag),
        Operation.of("DELETE", "/images/{image}", this::delete),
        Operation.of("GET", "/images/{image}/json", this::inspect),
        Operation.of("GET", "/images/{image}/manifest", this::manifest),
        Operation.of("DELETE", "/tags/{image}", this::untag));
  }

  /// The images of these namespaces and repositories that the caller may see.
  private Stream<Image> seen(Call call, List<String> within) {
    var places = within.isEmpty() ? List.of("") : within;
    return places.stream()
        .map(text -> text.isEmpty() ? "" : ImageName.within(text, call.host()))
        .distinct()
        .flatMap(place -> store.images().list(place).stream())
        .filter(image -> call.member().has(Role.READER, image.repository().namespace()));
  }

  private Reply tagged(Call call) {
    var within =
        Stream.concat(call.queries("namespace").stream(), call.queries("repository").stream())
            .toList();
    boolean indexes = call.flag("includeManifestLists");
    var host = call.host();
    return Reply.json(
        seen(call, within)
            .filter(Image::isTagged)
            .filter(
                image -> indexes || image.kind() != dev.windlass.registry.store.Draft.Kind.INDEX)
            .map(image -> listed(host, image))
            .toList());
  }

  private dev.windlass.registry.api.Image listed(String host, Image image) {
    var name = host + "/" + image.repository();
    var pinned = name + "@" + image.digest();
    var tags = image.tags().stream().map(tag -> name + ":" + tag).toList();
    return new dev.windlass.registry.api.Image(
        image.digest().toString(),
        "",
        List.of(pinned),
        tags,
        Map.of(pinned, tags),
        created(image),
        image.size(),
        image.size(),
        Map.of(),
        MediaTypeWords.of(image.mediaType()));
  }

  /// In seconds since 1970; 0 when nobody knows.
  private static long created(Image image) {
    return image.created().map(time -> time.getEpochSecond()).orElse(0L);
  }

  private Reply digests(Call call) throws IOException {
    var wanted =
        call.bodyIfAny(DigestsWanted.class)
            .orElseGet(() -> new DigestsWanted(null, null, null, null));
    var pins = store.pins().list();
    var seen = seen(call, Optional.ofNullable(wanted.repositories()).orElse(List.of())).toList();
    var there = seen.stream().map(ImageOperations::place).collect(Collectors.toSet());
    boolean taggedToo = !Boolean.TRUE.equals(wanted.excludeTagged());
    return Reply.json(
        seen.stream()
            .filter(image -> taggedToo || !image.isTagged())
            .map(image -> digest(call.host(), image, pins, there))
            .toList());
  }

  /// What names an image among all of them.
  private record Place(Name repository, Digest digest) {}

  private static Place place(Image image) {
    return new Place(image.repository(), image.digest());
  }

  private static ImageDigest digest(
      String host, Image image, List<Pins.Pin> pins, Set<Place> there) {
    var tags = new TreeMap<String, Object>();
    image.tags().forEach(tag -> tags.put(tag, Map.of()));
    return new ImageDigest(
        image.digest().toString(),
        created(image),
        MediaTypeWords.of(image.mediaType()),
        Map.of(host + "/" + image.repository(), tags),
        image.size(),
        unlessEmpty(Retention.users(image, pins)),
        unlessEmpty(owners(image, there)));
  }

  /// The indexes that list an image, and the image that it is about: a signature belongs to that.
  private static List<String> owners(Image image, Set<Place> there) {
    var about = image.subject().filter(it -> there.contains(new Place(image.repository(), it)));
    return Stream.concat(image.within().stream(), about.stream()).map(Digest::toString).toList();
  }

  private static @org.jspecify.annotations.Nullable List<String> unlessEmpty(List<String> texts) {
    return texts.isEmpty() ? null : texts;
  }

  private Reply deleteMany(Call call) throws IOException {
    var success = new ArrayList<String>();
    var error = new LinkedHashMap<String, BulkDeletion.Failure>();
    boolean spare = call.flag("keep_in_use");
    for (String text : call.list(String.class)) {
      try {
        delete(call, ImageName.parse(text, call.host()), spare);
        success.add(text);
      } catch (Problem e) {
        error.put(text, new BulkDeletion.Failure(e.code(), e.message()));
      }
    }
    return Reply.json(new BulkDeletion(success, error));
  }

  private Reply delete(Call call) {
    var name = named(call);
    delete(call, name, call.flag("keep_in_use"));
    return Reply.json(Map.of("Untagged", name.shown(call.host())));
  }

  private void delete(Call call, ImageName name, boolean spare) {
    call.need(Role.WRITER, name.namespace());
    var image = found(call, name);
    if (spare) {
      refuseUsed(image);
    }
    if (!store.trash().discard(image.repository(), image.digest())) {
      throw missing(call, name);
    }
    var gone = image.repository() + "@" + image.digest();
    var from = call.from().getHostAddress();
    store.events().add("image.deleted", from, call.member().id(), gone, "", "deleted " + gone);
  }

  private void refuseUsed(Image image) {
    var users = Retention.users(image, store.pins().list());
    if (!users.isEmpty()) {
      throw used(String.join(", ", users) + " is pinned to it");
    }
    if (!image.within().isEmpty()) {
      throw used("it is part of the index " + image.within().getFirst());
    }
    var subject =
        image.subject().flatMap(about -> store.manifests().find(image.repository(), about));
    if (subject.isPresent()) {
      throw used("it is about the image " + subject.get().digest());
    }
  }

  private static Problem used(String why) {
    return Problem.of(
        409,
        "CRI0109E",
        "The image is in use and was kept.",
        why,
        "remove what uses it, or run the command again with --ignore-pins");
  }

  private Image found(Call call, ImageName name) {
    return image(name).orElseThrow(() -> missing(call, name));
  }

  private Optional<Image> image(ImageName name) {
    return store.images().list(name.repository().path()).stream()
        .filter(image -> image.repository().equals(name.repository()))
        .filter(image -> isMeant(name, image))
        .findFirst();
  }

  private static boolean isMeant(ImageName name, Image image) {
    return name.digest().map(image.digest()::equals).orElse(true)
        && name.tag().map(image.tags()::contains).orElse(true);
  }

  private Problem missing(Call call, ImageName name) {
    var tags =
        store.manifests().tags(name.repository(), "", 10).stream()
            .flatMap(List::stream)
            .collect(Collectors.joining(", "));
    return Problem.of(
        404,
        "CRI0104E",
        "There is no image '" + name.shown(call.host()) + "'.",
        tags.isEmpty() ? "the repository has no tags, or is not there" : "its tags are " + tags,
        "run 'windlass cr image-digests --restrict " + name.namespace() + "'");
  }

  private static ImageName named(Call call) {
    return ImageName.parse(call.path("image"), call.host());
  }

  private Reply untag(Call call) {
    var name = named(call);
    call.need(Role.WRITER, name.namespace());
    var tag = name.tag().orElseThrow(() -> withoutTag(name.shown(call.host())));
    if (!store.manifests().untag(name.repository(), tag)) {
      throw missing(call, name);
    }
    return Reply.json(Map.of("Untagged", name.shown(call.host())));
  }

  private static Problem withoutTag(String name) {
    return Problem.of(
        400,
        "CRI0101E",
        "'" + name + "' does not name a tag.",
        "a digest stands for the image itself",
        "write NAMESPACE/REPOSITORY:TAG");
  }

  private Reply tag(Call call) {
    var from = ImageName.parse(call.query("fromimage").orElse(""), call.host());
    var to = ImageName.parse(call.query("toimage").orElse(""), call.host());
    call.need(Role.READER, from.namespace());
    call.need(Role.WRITER, to.namespace());
    checkNoCache(to.namespace());
    var tag = to.tag().orElseThrow(() -> withoutTag(to.shown(call.host())));
    var digest = found(call, from).digest();
    var by = call.member().id();
    return switch (store.manifests().copy(from.repository(), digest, to.repository(), tag, by)) {
      case Copied.Done() -> Reply.empty(201);
      case Copied.Missing(var part) ->
          throw store.namespaces().upstream(from.namespace()).isPresent()
              ? notFetched(part)
              : incomplete(from, part);
    };
  }

  private static Problem incomplete(ImageName from, Digest part) {
    return Problem.of(
        400,
        "CRI0304E",
        "The manifest list or OCI index that you are tagging references an image that"
            + " doesn't exist.",
        part + " is not in " + from.repository(),
        "push the index again, with all its images");
  }

  private static Problem notFetched(Digest part) {
    return Problem.of(
        400,
        "CRI0304E",
        "The image is not here as a whole.",
        "the cache was not asked for " + part + " yet",
        "pull it once, with all its platforms: skopeo copy --all");
  }

  private void checkNoCache(String namespace) {
    var upstream = store.namespaces().upstream(namespace);
    if (upstream.isPresent()) {
      throw Problem.of(
          403,
          "CRN0102E",
          "Namespace '" + namespace + "' takes no images.",
          "it is a cache of " + upstream.get().address(),
          "give the image a tag in another namespace");
    }
  }

  private Stored stored(Call call, ImageName name) {
    call.need(Role.READER, name.namespace());
    return name.digest()
        .map(digest -> store.manifests().find(name.repository(), digest))
        .orElseGet(() -> store.manifests().find(name.repository(), name.tag().orElseThrow()))
        .orElseThrow(() -> missing(call, name));
  }

  private Reply manifest(Call call) {
    var found = stored(call, named(call));
    return Reply.text(200, found.mediaType(), new String(found.content(), StandardCharsets.UTF_8));
  }

  private Reply inspect(Call call) throws IOException {
    var name = named(call);
    var found = stored(call, name);
    return Reply.json(Inspection.of(store, name.repository(), found));
  }
}
