// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

/// Which Windlass this is: what its jar says, or else `development`.
public final class Version {
  public static final String NOW = now();

  private Version() {}

  private static String now() {
    var version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : "v" + version;
  }
}
