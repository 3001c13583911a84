// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.doctor;

import dev.windlass.doctor.Target;

/// There is nothing of that kind and name in the project.
public final class Unknown extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unknown(Target target) {
    super("There is no %s '%s' in this project".formatted(target.kind(), target.name()));
  }
}
