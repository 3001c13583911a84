// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

/// The database does not do what it must: the disk is full, the file is broken. Nobody up the stack
/// can do more than pass it on.
public final class StoreTrouble extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreTrouble(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
