// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import dev.windlass.image.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Builds the samples. They share the layer with busybox in it, which is packed once.
public final class SampleImages {
  private static final int PORT = 8080;
  private static final int WRONG_PORT = 9999;
  private static final Platform ARM64 = new Platform("linux", "arm64");

  private final Layer ground;

  private SampleImages(Layer ground) {
    this.ground = ground;
  }

  /// Packs the busybox of this machine, which takes a tenth of a second or so.
  public static SampleImages build() throws IOException, InterruptedException {
    return new SampleImages(Busybox.layer());
  }

  /// Serves HTTP: `/`, `/sleep?ms=`, `/burn?ms=`, `/exit?code=`.
  public SampleImage hello() throws IOException {
    return hello("v1");
  }

  /// The same with another version on its front page, and so with another digest.
  public SampleImage hello(String version) throws IOException {
    return image("hello", "/srv/serve", PORT, List.of(), serving(version));
  }

  /// Listens on 9999, whatever `PORT` says.
  public SampleImage wrongPort() throws IOException {
    return image(
        "wrong-port", "/srv/serve", WRONG_PORT, List.of("LISTEN=" + WRONG_PORT), serving("v1"));
  }

  /// Runs to its end, well or, when `EXIT_CODE` says so, not.
  public SampleImage job() throws IOException {
    return image("job", "/srv/run", 0, List.of(), running("job/run"));
  }

  /// Ends as soon as it is started, with 1.
  public SampleImage crash() throws IOException {
    return image("crash", "/srv/run", 0, List.of(), running("crash/run"));
  }

  /// For 64-bit ARM only. The program in it ends with 0 where it can run.
  public SampleImage arm64() throws IOException {
    int[] exitWith0 = {0xD2800000, 0xD2800BA8, 0xD4000001}; // mov x0, #0; mov x8, #93; svc #0
    var layer = Layer.of(new Tree().program("start", Elf.arm64(exitWith0)));
    var start = new SampleImage.Start("arm64", "/start", 0, List.of());
    return SampleImage.of(ARM64, start, List.of(layer));
  }

  /// An index that offers nothing but [#arm64].
  public SampleImage arm64Index() throws IOException {
    return SampleImage.index(ARM64, arm64());
  }

  /// Hello with a lot of luggage: some hundred megabytes of this machine's files, in layers that
  /// are written to the folder. Whoever gives the folder removes it when the image is pushed.
  public SampleImage large(Path folder) throws IOException {
    var layers = Luggage.standard().pack(folder);
    layers.addFirst(ground);
    layers.add(serving("v1"));
    var start = new SampleImage.Start("large", "/srv/serve", PORT, List.of());
    return SampleImage.of(Platform.here(), start, layers);
  }

  private SampleImage image(
      String name, String program, int port, List<String> environment, Layer top) {
    var start = new SampleImage.Start(name, program, port, environment);
    return SampleImage.of(Platform.here(), start, List.of(ground, top));
  }

  private static Layer serving(String version) throws IOException {
    return Layer.of(
        new Tree()
            .folder("srv", 0755)
            .program("srv/serve", Source.of("hello/serve"))
            .program("srv/answer", Source.of("hello/answer"))
            .file("srv/version", version + "\n"));
  }

  private static Layer running(String source) throws IOException {
    return Layer.of(new Tree().folder("srv", 0755).program("srv/run", Source.of(source)));
  }
}
