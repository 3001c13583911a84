// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

/// How much of an answer arrives, and how.
enum Delivery {
  WHOLE,
  /// The connection is closed in the middle of the body, properly.
  CLOSED_HALFWAY,
  /// The connection is reset in the middle of the body.
  RESET_HALFWAY,
  /// Half of the body, and then nothing more.
  SILENT_HALFWAY,
  /// One byte, then a pause, then the next.
  DRIPPING,
  /// Nothing at all, and the connection stays.
  SILENT,
  /// Bytes that are no HTTP.
  GARBLED
}
