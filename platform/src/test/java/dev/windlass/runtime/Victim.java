// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A process that starts containers and is then killed by a test.
final class Victim {
  private Victim() {}

  /// Arguments: state folder, engine, layer.
  public static void main(String[] words) throws Exception {
    var image = Samples.image(List.of(Path.of(words[2])));
    var containers = LocalContainers.open(Path.of(words[0]), words[1]);
    containers.start(Samples.running("lasting", image, "sleep", "1000"));
    containers.start(
        Samples.shell(
            "later", image, "echo begun; while [ ! -e /end ]; do sleep 0.02; done; exit 5"));
    System.out.println("started");
    while (true) { // started and cut off, again and again, until we are killed
      containers.start(Samples.running("half", image, "sleep", "1000"));
      containers.stop("half", Duration.ZERO);
    }
  }
}
