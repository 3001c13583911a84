// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.Resource;
import java.util.regex.Pattern;

/// What `If-Match` says: the version of a resource that a change is meant for, or any.
record Tag(String text) {
  private static final Pattern QUOTED = Pattern.compile("(W/)?\"(.*)\"");

  static Tag of(Call call) {
    String given =
        call.header()
            .apply("If-Match")
            .orElseThrow(() ->
                Refused.badRequest(
                    "The header If-Match is missing; it needs to be the entity_tag of what"
                        + " is changed, or * to change whatever is there"));
    return new Tag(QUOTED.matcher(given.strip()).replaceFirst("$2"));
  }

  private boolean any() {
    return text.equals("*");
  }

  void refuseOther(Noun noun, Resource<?, ?> found) {
    refuseOther(noun.title(), found.key().name(), found.entityTag());
  }

  /// @param what `Application`
  void refuseOther(String what, String name, String entityTag) {
    if (!any() && !text.equals(entityTag)) {
      throw stale(what, name);
    }
  }

  void refuseAfter(int tries, int most, Noun noun, String name) {
    if (!any() || tries >= most) {
      throw stale(noun.title(), name);
    }
  }

  Refused stale(String what, String name) {
    return Refused.staleTag(
        "%s '%s' was changed by somebody else: its entity_tag is no longer %s; get it again and"
                .formatted(what, name, Shown.of(text))
            + " repeat the change");
  }
}
