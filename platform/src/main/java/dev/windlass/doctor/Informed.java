// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.image.Allowance;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Identity;
import dev.windlass.image.Questions;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import dev.windlass.image.TagPage;
import dev.windlass.image.Told;
import java.net.URI;
import java.util.Optional;

/// Questions to registries, where our own is asked as its owner who may come in: on this machine it
/// lets in everybody who asks for nothing, so that its distribution API does not tell.
public record Informed(Questions questions, OwnRegistry own) implements Questions {
  @Override
  public Told<Boolean> login(Reference at, Credentials credentials) throws InterruptedException {
    var entry = credentials.at(at.repository());
    if (entry.isEmpty() && own.isOf(at)) {
      return new Told.No<>(new Failure.MissingCredentials(at, refusal(at)));
    }
    var accepts = entry.flatMap(known -> own.accepts(at, known.credential()));
    if (accepts.isEmpty()) {
      return questions.login(at, credentials);
    }
    var who =
        new Identity(
            credentials.secret(),
            entry.orElseThrow().key(),
            entry.orElseThrow().credential().username());
    return accepts.get()
        ? new Told.Yes<>(true, Allowance.NONE)
        : new Told.No<>(new Failure.WrongCredentials(at, who, false, refusal(at)));
  }

  private static Refusal refusal(Reference at) {
    return new Refusal(
        "GET",
        URI.create("http://" + at.repository().host() + "/api/v1/auth"),
        401,
        "UNAUTHORIZED",
        "the registry of this engine knows no such user and key");
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
