// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.ImageChange;
import dev.windlass.api.ImageChange.Setting;
import dev.windlass.image.Digest;
import dev.windlass.image.Image;
import dev.windlass.image.Inspection.Inspected;
import dev.windlass.image.Inspection.Part;
import dev.windlass.image.Platform;
import dev.windlass.image.Reference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static Digest digest(String text) {
    return Digest.of(text.getBytes(UTF_8));
  }

  private static Part part(String tar, String compressed, long size) {
    return new Part(digest(compressed), digest(tar), size);
  }

  private static Inspected image(
      String name, String user, Map<String, String> environment, Part... layers) {
    var config =
        new Image.Config(
            Platform.here(), List.of("/bin/web"), List.of("-v"), environment, user, "/");
    return new Inspected(
        Reference.parse("icr.io/shop/web:v1").at(digest(name)), config, List.of(layers));
  }

  @Test
  void tellsLayersAndSettingsThatAreOthers() {
    var before =
        image(
            "old",
            "",
            Map.of("PATH", "/bin", "GONE", "1"),
            part("a", "a.gz", 10),
            part("b", "b.gz", 5));
    var after =
        image(
            "new",
            "1001",
            Map.of("PATH", "/usr/bin", "NEW", ""),
            part("a", "a.zst", 8),
            part("c", "c.gz", 7));
    var change = Difference.between(before, after);
    assertThat(change)
        .isEqualTo(
            new ImageChange(
                digest("old").toString(),
                digest("new").toString(),
                1,
                8,
                List.of(new ImageChange.Layer(digest("c.gz").toString(), 7)),
                List.of(new ImageChange.Layer(digest("b.gz").toString(), 5)),
                List.of(
                    new Setting("user", "", "1001"),
                    new Setting("env GONE", "1", null),
                    new Setting("env NEW", null, ""),
                    new Setting("env PATH", "/bin", "/usr/bin"))));
  }

  @Test
  void sameImagesDifferInNothing() {
    var image = image("old", "", Map.of(), part("a", "a.gz", 10));
    var change = Difference.between(image, image);
    assertThat(change.added()).isEmpty();
    assertThat(change.removed()).isEmpty();
    assertThat(change.settings()).isEmpty();
    assertThat(change.sharedBytes()).isEqualTo(10);
  }
}
