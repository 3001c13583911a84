// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// `windlass support-bundle`: writes down all that helps somebody else to see what is wrong.
final class BundleCommand {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private BundleCommand() {}

  static Single command() {
    return new Single(
        "support-bundle",
        "Write what helps others to see what is wrong into a file, without secrets.",
        "",
        () ->
            List.of(
                Option.one("FILE", "The zip file to write; it must not exist yet.", "--file", "-f")
                    .preset("windlass-support-TIME.zip"),
                CommonOptions.QUIET),
        BundleCommand::run);
  }

  private static int run(Call call) {
    var stamp = STAMP.format(call.around().clock().instant());
    var file = Path.of(call.options().getOr("file", "windlass-support-" + stamp + ".zip"));
    if (Files.exists(file)) {
      throw CommandFailed.because(
          "The bundle was not written",
          file + " exists already",
          "give another name: windlass support-bundle --file NAME.zip");
    }
    call.console().progress("Gathering what the engine knows...");
    var files = call.project().supportBundle();
    try {
      OwnFile.replace(file, zip(files));
    } catch (IOException e) {
      throw CommandFailed.because(
          "The bundle was not written", e.toString(), "give another place: --file FILE");
    }
    call.console()
        .progress(
            "The values of secrets and of environment variables were taken out; look through it"
                + " before you send it all the same: unzip -l "
                + file);
    call.console().print(file.toString());
    call.console().ok();
    return 0;
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (var file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
