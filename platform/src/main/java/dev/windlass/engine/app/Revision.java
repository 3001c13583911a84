// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.api.AppPrototype;
import dev.windlass.engine.Key;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.image.Digest;
import java.nio.charset.StandardCharsets;

/// A revision as it is in the store: `web-00002`.
record Revision(Resource<RevisionSpec, RevisionObserved> resource) {
  private static final int MOST_CHARACTERS = 63; // an instance's name is also its host name
  private static final int HASH = 9;
  private static final int TAIL = 5;

  static String name(String app, int number) {
    return "%s-%05d".formatted(app, number);
  }

  Key key() {
    return resource.key();
  }

  Key app() {
    return new Key(key().project(), resource.wanted().app());
  }

  String name() {
    return key().name();
  }

  String id() {
    return resource.id();
  }

  int number() {
    return Integer.parseInt(name().substring(name().lastIndexOf('-') + 1));
  }

  RevisionSpec spec() {
    return resource.wanted();
  }

  AppPrototype template() {
    return spec().template();
  }

  RevisionObserved observed() {
    return resource.observed();
  }

  boolean wasReady() {
    return observed().wasReady();
  }

  /// It did not become ready, or it is in trouble now.
  boolean troubled() {
    return observed().status().equals("failed") || observed().status().equals("warning");
  }

  Probing probing() {
    return Probing.of(template());
  }

  /// `web-00001-deployment-6c9b5cf96-wjs44`. Made from what they are of, so that whoever comes
  /// after a crash knows the same names.
  String instanceName(int ordinal) {
    String hash = hash(id()).substring(0, HASH);
    String tail = hash(id() + "/" + ordinal).substring(0, TAIL);
    String head = name() + "-deployment";
    int room = MOST_CHARACTERS - HASH - TAIL - 2;
    return head.substring(0, Math.min(room, head.length())) + "-" + hash + "-" + tail;
  }

  private static String hash(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
