// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.Event;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// The events of a resource, those that there are and those that come, until it is gone or the
/// reader is. One that is counted again comes again.
record EventStream(Store store, Kind<?, ?> kind, Key key) implements Answer.Source {
  /// How often to look at least, and to send an empty line when there is nothing.
  private static final Duration PULSE = Duration.ofSeconds(1);

  @Override
  public void write(OutputStream out) throws IOException, InterruptedException {
    var told = new HashSet<Event>();
    long since = 0;
    do {
      List<Event> now = store.events(kind, key);
      boolean quiet = told.containsAll(now);
      for (var event : now) {
        if (told.add(event)) {
          out.write(Typed.bytes(Watching.event(event)));
          out.write('\n');
        }
      }
      told.retainAll(now);
      if (quiet) {
        out.write('\n'); // fails when the reader has left
      }
      out.flush();
      since = store.await(key.project(), since, PULSE);
    } while (store.find(kind, key).isPresent());
  }
}
