// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Family;
import java.util.Arrays;

/// The closed list of causes as a page, at which the `more_info` of errors points.
final class CausePage {
  static final String PATH = "/docs/causes";

  private CausePage() {}

  static String html() {
    var page = new StringBuilder(ContractDesk.head("Causes"));
    page.append("<p>What is really wrong when something does not work, and what mends it.</p>\n");
    for (var family : Family.values()) {
      page.append("<h2>").append(family.title()).append("</h2>\n");
      Arrays.stream(Cause.values())
          .filter(cause -> cause.family() == family)
          .forEach(cause -> page.append(section(cause)));
    }
    return page.append("</html>\n").toString();
  }

  private static String section(Cause cause) {
    return """
    <h3 id="%s"><code>%s</code></h3>
    <p>What it is: %s.<br>What mends it: %s.</p>
    """
        .formatted(cause.id(), cause.id(), cause.sentence(), cause.remedy());
  }
}
