// SPDX-License-Identifier: Apache-2.0
package dev.windlass.sqlite;

/// The database does not do what it must: the disk is full, the file is broken. Nobody up the stack
/// can do more than pass it on.
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DatabaseException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
