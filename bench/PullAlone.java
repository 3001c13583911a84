// SPDX-License-Identifier: Apache-2.0
import dev.windlass.image.Credentials;
import dev.windlass.image.LocalImages;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The images of the engine without the rest of it, for `pull.sh`: PullAlone FOLDER. Pulls what it
/// reads, a reference a line, and answers each with a line.
final class PullAlone {
  private PullAlone() {}

  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var images = LocalImages.at(Path.of(args[0]))) {
      System.out.println("ready");
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(pull(images, Reference.parse(line)));
      }
    }
  }

  private static String pull(LocalImages images, Reference image) throws InterruptedException {
    return switch (images.resolve(image, Credentials.NONE, Progress.SILENT)) {
      case Resolution.Resolved(var pinned) ->
          switch (images.pull(pinned, Credentials.NONE, Progress.SILENT)) {
            case Pull.Pulled pulled -> "pulled " + pulled.fetched();
            case Pull failed -> "failed " + failed;
          };
      case Resolution failed -> "failed " + failed;
    };
  }
}
