// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.ImageService.Asker;
import dev.windlass.image.Failure;
import dev.windlass.image.Pull;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;

/// A pull on its way to somebody who looks on, and how it ended.
///
/// @param pulse how often it is told how far it is
record PullStream(ImageService images, Asker asker, Reference image, Duration pulse)
    implements Answer.Source {
  @Override
  public void write(OutputStream out) throws IOException, InterruptedException {
    var told = new Commentary(out, pulse);
    switch (told.during("pull of " + image, () -> images.resolve(asker, image, told))) {
      case Resolution.Resolved(var pinned) -> pull(pinned, told);
      case Failure failure -> told.line(failed(failure));
    }
  }

  private void pull(Reference.Pinned pinned, Commentary told)
      throws IOException, InterruptedException {
    told.line(Map.of("type", "resolved", "image", pinned.toString()));
    switch (told.during("pull of " + image, () -> images.pull(asker, pinned, told))) {
      case Pull.Pulled(_, var fetched) -> {
        told.line(told.progress());
        told.line(Map.of("type", "pulled", "image", pinned.toString(), "fetched", fetched));
      }
      case Failure failure -> told.line(failed(failure));
    }
  }

  private static Map<String, Object> failed(Failure failure) {
    return Map.of(
        "type",
        "failed",
        "image",
        failure.image().toString(),
        "diagnosis",
        View.json(Diagnosis.of(failure)));
  }
}
