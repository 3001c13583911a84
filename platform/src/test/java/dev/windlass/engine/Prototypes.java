// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.JobRunPrototype;
import dev.windlass.api.ProjectPrototype;

/// The least that people can ask for.
public final class Prototypes {
  private Prototypes() {}

  public static AppPrototype app(String name) {
    return new AppPrototype(
        "icr.io/codeengine/hello",
        name,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  public static JobRunPrototype jobRun(String name) {
    return new JobRunPrototype(
        "icr.io/codeengine/hello",
        null,
        null,
        name,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  public static ProjectPrototype project(String name) {
    return new ProjectPrototype(name, null, null);
  }
}
