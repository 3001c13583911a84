// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.Usage.Trouble;
import dev.windlass.ingress.Witness;
import dev.windlass.telemetry.AccessLog;
import dev.windlass.telemetry.Tracing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Who is told of each request, in the words of the command line.
///
/// @param accessLog a file, or `none`
/// @param traces the address of a collector, or `none`
record Witnesses(String accessLog, String traces) {
  static final Witnesses NONE = new Witnesses("none", "none");

  Witnesses {
    if (!traces.equals("none") && !traces.matches("https?://[^/\\s]+(/\\S*)?")) {
      throw new Trouble(
          "--trace-to is '" + traces + "'",
          "it needs to be the address of a collector, or none",
          "give one that takes OTLP over HTTP: windlass up --trace-to http://127.0.0.1:4318");
    }
  }

  /// @param opened gets those that want to be closed
  List<Witness> open(Consumer<AutoCloseable> opened) {
    var all = new ArrayList<Witness>();
    if (!accessLog.equals("none")) {
      var file = open(accessLog);
      opened.accept(file);
      all.add(file);
    }
    if (!traces.equals("none")) {
      var tracing = Tracing.to(URI.create(traces));
      opened.accept(tracing);
      all.add(tracing);
    }
    return all;
  }

  private static AccessLog open(String file) {
    try {
      return AccessLog.open(Path.of(file));
    } catch (IOException e) {
      throw new Trouble(
          "Cannot write the access log " + file,
          String.valueOf(e.getMessage()),
          "give a file in a folder that there is: windlass up --access-log FILE");
    }
  }
}
