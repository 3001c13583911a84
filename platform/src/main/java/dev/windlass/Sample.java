// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.Usage.Trouble;
import dev.windlass.api.Client;
import dev.windlass.cli.Config;
import dev.windlass.cli.Surroundings;
import dev.windlass.image.Credential;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import dev.windlass.image.Secret;
import dev.windlass.registry.Access;
import dev.windlass.samples.SampleImage;
import dev.windlass.samples.SampleImages;
import dev.windlass.samples.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `windlass sample push NAME REFERENCE`: an image made of this machine's own files, in a registry
/// of this machine. `large` is made only here, because it is.
final class Sample {
  private static final List<String> NAMES =
      List.of("hello", "job", "crash", "wrong-port", "arm64", "arm64-index", "large");

  private final Surroundings around;

  Sample(Surroundings around) {
    this.around = around;
  }

  int run(List<String> words) {
    return Usage.of(
            around,
            "sample",
            "Push one of the sample images, %s, to a registry of this machine."
                .formatted(String.join(", ", NAMES)),
            OptionSpec.builder("--release")
                .type(String.class)
                .paramLabel("TEXT")
                .defaultValue("v1")
                .description("What hello tells of itself; another text is another digest.")
                .build())
        .words("push", "NAME", "REFERENCE")
        .run(words, this::run);
  }

  private int run(ParseResult options) throws IOException, InterruptedException {
    String verb = options.matchedPositionalValue(0, "");
    if (!verb.equals("push")) {
      throw new Trouble(
          "Cannot " + verb + " a sample", "samples can only be pushed", "sample push");
    }
    String name = options.matchedPositionalValue(1, "");
    var target = target(options.matchedPositionalValue(2, ""));
    var scratch = Files.createTempDirectory("windlass-sample-");
    try {
      around.out().println("Pushing '" + name + "' to '" + target + "'...");
      push(image(name, options.matchedOptionValue("--release", "v1"), scratch), target);
      around.out().println("OK");
      return 0;
    } finally {
      Daemon.delete(scratch);
    }
  }

  private static Reference.Tagged target(String text) {
    try {
      if (Reference.parse(text) instanceof Reference.Tagged tagged) {
        return tagged;
      }
    } catch (InvalidName e) {
      throw new Trouble(
          "Cannot push there", String.valueOf(e.getMessage()), "localhost:5000/my/app:v1");
    }
    throw new Trouble(
        "Cannot push to a digest", "the digest follows from the content", "give a tag: " + text);
  }

  private static SampleImage image(String name, String release, Path scratch)
      throws IOException, InterruptedException {
    var images = SampleImages.build();
    return switch (name) {
      case "hello" -> images.hello(release);
      case "job" -> images.job();
      case "crash" -> images.crash();
      case "wrong-port" -> images.wrongPort();
      case "arm64" -> images.arm64();
      case "arm64-index" -> images.arm64Index();
      case "large" -> images.large(scratch);
      default ->
          throw new Trouble(
              "There is no sample '" + name + "'",
              "there are " + String.join(", ", NAMES),
              "windlass sample push hello REFERENCE");
    };
  }

  /// Signs in with the engine's key at the engine's own registry, and as nobody anywhere else.
  private void push(SampleImage image, Reference.Tagged target)
      throws IOException, InterruptedException {
    var host = target.repository().host();
    if (!InetAddress.getByName(URI.create("http://" + host).getHost()).isLoopbackAddress()) {
      throw new Trouble(
          "Cannot push to " + host,
          "samples are for registries of this machine",
          "push to localhost, and copy on from there: skopeo copy");
    }
    var config = Config.read(around.home());
    var own = Client.at(URI.create(config.api()), config.apiKey()).engine().registry();
    var scheme = own.equals(host) ? URI.create(config.api()).getScheme() : "http";
    var key =
        own.equals(host)
            ? Optional.of(new Credential(Access.USERNAME, new Secret(config.apiKey())))
            : Optional.<Credential>empty();
    Samples.push(
        image, URI.create(scheme + "://" + host), target.repository().path(), target.tag(), key);
  }
}
