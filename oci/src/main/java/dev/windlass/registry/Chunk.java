// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Upload;
import java.util.Map;
import java.util.regex.Pattern;

/// Where a chunk of an upload belongs: `Content-Range: 0-1023`. Some clients write `bytes` in front
/// and the size behind, as in the rest of HTTP.
record Chunk(long from, long to) {
  private static final Pattern FORM =
      Pattern.compile("(?:bytes )?([0-9]{1,18})-([0-9]{1,18})(?:/.*)?");

  /// Refuses a chunk that is not the next one, or is not as long as it says.
  static void check(Request request, Upload upload) {
    var range = request.header("Content-Range");
    if (range.isPresent()) {
      parse(range.get()).check(request, upload, request.header("Content-Length").orElse(""));
    }
  }

  private static Chunk parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw Rejected.because(
          ErrorCode.RANGE_INVALID, "Content-Range needs to look like 0-1023", text);
    }
    return new Chunk(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
  }

  private void check(Request request, Upload upload, String length) {
    if (from != upload.size() || to < from) {
      throw Rejected.because(
          ErrorCode.RANGE_INVALID,
          "the next byte of this upload is " + upload.size(),
          from + "-" + to,
          Map.of("Location", Drafts.location(request, upload), "Range", Drafts.range(upload)));
    }
    if (!length.isEmpty() && !length.equals(Long.toString(to - from + 1))) {
      throw Rejected.because(
          ErrorCode.SIZE_INVALID,
          "Content-Range and Content-Length do not agree",
          from + "-" + to + " and " + length);
    }
  }
}
