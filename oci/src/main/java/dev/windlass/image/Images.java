// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// The images on this machine, and the way to get more of them. Safe to share between threads;
/// pulls of the same bytes at the same time happen once.
public interface Images {
  /// Asks the registry which digest a reference names now.
  Resolution resolve(Reference image, Credentials credentials, Progress progress)
      throws InterruptedException;

  /// Asks the registry whether it still has a digest.
  Resolution check(Reference.Pinned image, Credentials credentials, Progress progress)
      throws InterruptedException;

  /// What an image consists of and how it wants to be run. Asks for the documents that are not
  /// here.
  Inspection inspect(Reference.Pinned image, Credentials credentials, Progress progress)
      throws InterruptedException;

  /// Brings an image here, or what of it is missing. With everything here already the registry is
  /// not asked at all.
  Pull pull(Reference.Pinned image, Credentials credentials, Progress progress)
      throws InterruptedException;
}
