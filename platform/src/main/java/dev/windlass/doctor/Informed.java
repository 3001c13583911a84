// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Questions;
import dev.windlass.image.Reference;
import dev.windlass.image.TagPage;
import dev.windlass.image.Told;
import java.util.Optional;

/// Questions to registries, where our own is asked in its own way who may come in: on this machine
/// it lets in everybody who asks for nothing, so that it wants nobody to sign in.
public record Informed(Questions questions, OwnRegistry own) implements Questions {
  @Override
  public Optional<Told<Boolean>> login(Reference at, Credentials credentials)
      throws InterruptedException {
    var told = own.login(at, credentials);
    return told.isPresent() ? told : questions.login(at, credentials);
  }

  @Override
  public Told<Optional<Digest>> digest(Reference image, Credentials credentials)
      throws InterruptedException {
    return questions.digest(image, credentials);
  }

  @Override
  public Told<TagPage> tags(Reference image, Credentials credentials, String last, int most)
      throws InterruptedException {
    return questions.tags(image, credentials, last, most);
  }
}
