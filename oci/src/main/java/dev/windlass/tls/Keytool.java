// SPDX-License-Identifier: Apache-2.0
package dev.windlass.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The JDK's own program for making certificates; the JDK has no other way that is public. Each
/// call takes about a second.
///
/// @param store the file of keys, which is made when it is missing; only for its owner's eyes
/// @param patience how long the program may take
public record Keytool(Path store, Duration patience) {
  /// No secret: it can be seen in the list of processes. What protects a file of keys is who may
  /// read it.
  public static final String PASSWORD = "windlass";

  private static final String VALIDITY = "-validity";
  private static final List<String> QUICK =
      List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-J-Xmx64m");

  /// Makes a key and a certificate for it, good for a year when nothing else is said.
  ///
  /// @param more options of `keytool -genkeypair`
  public void make(String alias, String subject, String... more)
      throws IOException, InterruptedException {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(QUICK);
    words.addAll(
        List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-groupname", "secp256r1"));
    words.addAll(List.of("-dname", subject));
    if (!List.of(more).contains(VALIDITY)) {
      words.addAll(List.of(VALIDITY, "365"));
    }
    words.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    words.addAll(List.of(more));
    run(words);
  }

  private void run(List<String> words) throws IOException, InterruptedException {
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      process.getOutputStream().close();
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("keytool has not ended after " + patience.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException("keytool failed: " + new String(out.readAllBytes(), UTF_8).strip());
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
