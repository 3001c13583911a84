// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.image.Digest.Algorithm.SHA512;
import static dev.windlass.registry.Images.DOCKER;
import static dev.windlass.registry.Images.DOCKER_LIST;
import static dev.windlass.registry.Images.NOWHERE;
import static dev.windlass.registry.Piece.blob;
import static dev.windlass.registry.Piece.config;
import static dev.windlass.registry.Piece.image;
import static dev.windlass.registry.Piece.index;
import static dev.windlass.registry.Piece.layer;

import dev.windlass.image.Digest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A thing that people push.
///
/// @param first what is pushed before it, with nothing in it that says so
/// @param subject what it is about
record DataSet(String name, Piece thing, Optional<Piece> first, Optional<Digest> subject) {
  private static final String OCI_LAYER = "application/vnd.oci.image.layer.";
  private static final Piece EMPTY = blob("application/vnd.oci.empty.v1+json", "{}");

  static List<DataSet> all() {
    return Stream.of(images(), docker(), indexes(), artifacts(), subjects(), oddities(), sha512())
        .flatMap(sets -> sets)
        .toList();
  }

  private static Stream<DataSet> images() {
    return Stream.of(
        of("image", image("", config("image"), layer("one"), layer("two"))),
        of("uncompressed", image("", config("tar"), blob(OCI_LAYER + "v1.tar", "tar"))),
        of("zstd", image("", config("zstd"), blob(OCI_LAYER + "v1.tar+zstd", "zstd"))),
        of("unknown layer", image("", config("new"), blob("application/x-novelty", "new"))),
        of("empty layer", image("", config("hollow"), layer(""))),
        of("no layers", image("", config("bare"))),
        of("3.9 MB", image(padding(3_900_000), config("large"), layer("small"))));
  }

  private static Stream<DataSet> docker() {
    var image = image(DOCKER, "", config("docker"), layer("docker"));
    return Stream.of(of("docker image", image), of("docker list", index(DOCKER_LIST, "", image)));
  }

  private static Stream<DataSet> indexes() {
    var amd64 = image("", config("amd64"), layer("amd64"));
    var arm64 = image("", config("arm64"), layer("arm64"));
    return Stream.of(
        of("index", index("", amd64, arm64)),
        of("nested index", index("", index("", amd64), arm64)),
        of("empty index", index("")));
  }

  private static Stream<DataSet> artifacts() {
    var typed = image(artifactType("a"), EMPTY, layer("artifact"));
    return Stream.of(
        of("artifact", typed),
        of("artifact by config", image("", blob("application/x-b", "{\"b\":1}"), layer("b"))),
        of("artifact without content", image(artifactType("c"), EMPTY, EMPTY)),
        of("artifact index", index(artifactType("d"), typed)));
  }

  private static Stream<DataSet> subjects() {
    var image = image("", config("subject"), layer("subject"));
    var about = ",\"subject\":" + image.descriptor("");
    var nowhere =
        ",\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":7}"
            .formatted(Images.OCI, NOWHERE);
    return Stream.of(
        about("image about an image", image, image(about, config("about"), layer("about"))),
        about("artifact about an image", image, image(artifactType("s") + about, EMPTY, EMPTY)),
        about("index about an image", image, index(artifactType("i") + about)),
        new DataSet(
            "about nothing",
            image(nowhere, config("lost"), layer("lost")),
            Optional.empty(),
            Optional.of(NOWHERE)));
  }

  private static Stream<DataSet> oddities() {
    var within = blob(Images.LAYER_TYPE, "within");
    var data =
        image("", config("data"), within)
            .withText(within.descriptor(""), within.descriptor(",\"data\":\"d2l0aGlu\""));
    var far =
        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":7,\"urls\":[\"https://x.test/l\"]}"
            .formatted(OCI_LAYER + "nondistributable.v1.tar+gzip", NOWHERE);
    var elsewhere = image("", config("far")).withText("\"layers\":[]", "\"layers\":[" + far + "]");
    var custom = ",\"org.example\":{\"deep\":[1,2.5e7,null,true]},\"x\":\"\\u00e9 é\"";
    return Stream.of(
        of("data in the descriptor", data),
        of("nondistributable layer", elsewhere),
        of("custom fields", image(custom, config("custom"), layer("custom"))));
  }

  private static Stream<DataSet> sha512() {
    var image = image("", config("512").by(SHA512), layer("512").by(SHA512)).by(SHA512);
    var mixed = image("", config("mixed"), layer("mixed").by(SHA512));
    var about = image(",\"subject\":" + image.descriptor(""), config("about 512")).by(SHA512);
    return Stream.of(
        of("sha512 image", image),
        of("sha512 layer", mixed),
        of("sha512 index", index("", image, mixed).by(SHA512)),
        about("sha512 about sha512", image, about));
  }

  private static DataSet of(String name, Piece thing) {
    return new DataSet(name, thing, Optional.empty(), Optional.empty());
  }

  private static DataSet about(String name, Piece subject, Piece thing) {
    return new DataSet(name, thing, Optional.of(subject), Optional.of(subject.digest));
  }

  private static String artifactType(String name) {
    return ",\"artifactType\":\"application/x-artifact-" + name + "\"";
  }

  private static String padding(int length) {
    return ",\"annotations\":{\"padding\":\"" + "x".repeat(length) + "\"}";
  }

  /// All there is to push, in this order.
  List<Piece> pieces() {
    return Stream.concat(first.stream(), Stream.of(thing)).flatMap(Piece::inOrder).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
