// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.Objects.requireNonNullElse;

import dev.windlass.runtime.Observed.State.Ended;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Gathers what there is to say about an instance in trouble, before its log goes with it.
record Testimony(Parts parts) {
  Trouble exited(Revision revision, Replica replica, Ended end) throws InterruptedException {
    String memory = requireNonNullElse(revision.template().scaleMemoryLimit(), Recipe.MEMORY);
    return new Trouble.Exited(end, memory, log(replica));
  }

  Trouble silent(Revision revision, Replica replica, String problem) throws InterruptedException {
    return new Trouble.Silent(
        revision.probing().words(),
        revision.probing().port(),
        Duration.between(replica.container().startedAt(), parts.clock().instant()),
        problem,
        parts.containers().listening(replica.id()),
        log(replica));
  }

  private String log(Replica replica) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    try {
      parts
          .containers()
          .log(replica.id())
          .read(parts.limits().evidenceLines(), () -> false, line -> lines.add(line.text()));
    } catch (IOException e) {
      lines.add("(its log cannot be read: " + e.getMessage() + ")");
    }
    return end(String.join("\n", lines));
  }

  private String end(String text) {
    int most = parts.limits().evidenceCharacters();
    return text.length() <= most ? text : "…" + text.substring(text.length() - most);
  }
}
