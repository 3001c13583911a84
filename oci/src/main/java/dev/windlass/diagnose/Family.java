// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

/// What [Cause]s have in common: where to look.
public enum Family {
  NONE("Nothing, and nothing for certain"),
  ACCESS("Who asks, and what they may"),
  LIMITS("How much, and how often"),
  ANSWERS("What answers in the registry's place"),
  ABSENCE("What is not there"),
  TRANSFER("How the bytes come"),
  NETWORK("The way there"),
  CONTENT("What the image is"),
  /// The machine that Windlass runs on.
  MACHINE("This machine"),
  /// What is asked of the API.
  REQUEST("What an app or a job asks for"),
  /// The program in the container.
  PROGRAM("How the program does");

  private final String title;

  Family(String title) {
    this.title = title;
  }

  /// As a heading.
  public String title() {
    return title;
  }
}
