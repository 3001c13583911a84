// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.net.http.HttpHeaders;
import java.util.List;

/// An answer that says no, with all that can help to find out why.
///
/// @param isPage whether it is a web page for people
record Rebuff(Ask ask, Refusal refusal, HttpHeaders headers, boolean isPage) {
  int status() {
    return refusal.status();
  }

  /// What whoever asks is wanted to do.
  List<Challenge> challenges() {
    return Challenge.parse(headers.allValues("WWW-Authenticate"));
  }

  boolean hasError(String error) {
    return challenges().stream().anyMatch(one -> one.attribute("error").equals(error));
  }
}
