// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a container's first process is: the container's wishes laid over the image's.
record Invocation(
    List<String> words, Map<String, String> environment, String folder, Identity who) {
  private static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  Invocation {
    words = List.copyOf(words);
  }

  static Invocation of(Container container, Identity who) throws Refused {
    var config = container.image().config();
    return new Invocation(
        words(container, config),
        environment(container, config, who),
        config.workingFolder().isEmpty() ? "/" : config.workingFolder(),
        who);
  }

  /// The user as the container or its image names it.
  static String user(Container container) {
    return container.user().map(String::valueOf).orElse(container.image().config().user());
  }

  /// Own commands replace the image's entrypoint, and with it the image's command, which were
  /// arguments to that entrypoint. Own arguments replace only the command.
  private static List<String> words(Container container, Image.Config config) throws Refused {
    var own = !container.commands().isEmpty();
    var words = new ArrayList<>(own ? container.commands() : config.entrypoint());
    if (own || !container.arguments().isEmpty()) {
      words.addAll(container.arguments());
    } else {
      words.addAll(config.command());
    }
    if (words.isEmpty()) {
      throw new Refused(
          Start.Kind.NO_COMMAND, "neither the image nor the container says what to run");
    }
    return words;
  }

  private static Map<String, String> environment(
      Container container, Image.Config config, Identity who) {
    var all = new LinkedHashMap<String, String>();
    all.put("PATH", SEARCH_PATH);
    all.put("HOSTNAME", container.id());
    all.put("HOME", who.home());
    all.putAll(config.environment());
    all.putAll(container.environment());
    return all;
  }
}
