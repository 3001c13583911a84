// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import java.io.IOException;

/// The kernel said no: which call, on what, and the error in its own words.
public final class LinuxException extends IOException {
  private static final long serialVersionUID = 1;

  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int ENXIO = 6;
  public static final int EEXIST = 17;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENOSPC = 28;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOTEMPTY = 39;
  public static final int ELOOP = 40;
  public static final int ENODATA = 61;
  public static final int ENOTSUP = 95;

  private final int number;

  LinuxException(String call, String path, int number, String text) {
    super("%s %s: %s".formatted(call, path, text));
    this.number = number;
  }

  /// The errno, such as [#ENOENT].
  public int number() {
    return number;
  }
}
