// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// A page for people in place of an answer.
final class WebPage extends BadAnswer {
  private static final long serialVersionUID = 1;

  WebPage(String message) {
    super(message);
  }
}
