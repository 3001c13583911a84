// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// That a registry gave an image to somebody: who may use what is here of it from now on.
///
/// @param place where it was asked for, which may be at a mirror
/// @param open whether nothing was shown for it, so that everybody may
record Access(Repository place, boolean open, Proof proof) {
  static Access by(Asking asking, Digest image) {
    return new Access(
        asking.repository(), asking.credential().isEmpty(), Proof.of(asking.credentials(), image));
  }

  ImageRecord on(ImageRecord record) {
    var asked = record.askedAt(place);
    if (asked.admits(proof)) {
      return open ? asked.opened() : asked;
    }
    return open ? asked.opened() : asked.proved(proof);
  }
}
