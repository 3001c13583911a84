// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.util.function.UnaryOperator;

/// How a registry answers. Called from many threads; what it knows it knows from the request.
@FunctionalInterface
interface Behaviour {
  Answer answer(Ask ask);

  /// Another behaviour where manifests are asked for, this one where anything else is.
  default Behaviour butManifests(Behaviour other) {
    return but(Wanted.Manifest.class, other);
  }

  default Behaviour butBlobs(Behaviour other) {
    return but(Wanted.Blob.class, other);
  }

  default Behaviour butTags(Behaviour other) {
    return but(Wanted.Tags.class, other);
  }

  default Behaviour butTokens(Behaviour other) {
    return but(Wanted.Token.class, other);
  }

  default Behaviour butUploads(Behaviour other) {
    return but(Wanted.Upload.class, other);
  }

  default Behaviour butElsewhere(Behaviour other) {
    return but(Wanted.Elsewhere.class, other);
  }

  private Behaviour but(Class<? extends Wanted> what, Behaviour other) {
    return ask -> what.isInstance(ask.wanted()) ? other.answer(ask) : answer(ask);
  }

  /// This behaviour for those who bring a token, and a challenge for all others.
  default Behaviour behindTokens() {
    return behindTokens(Answer::challenge);
  }

  default Behaviour behindTokens(Behaviour challenge) {
    return ask ->
        switch (ask.wanted()) {
          case Wanted.Token _, Wanted.Elsewhere _ -> answer(ask);
          case Wanted.Ping _, Wanted.Manifest _, Wanted.Blob _, Wanted.Tags _, Wanted.Upload _ ->
              ask.hasToken() ? answer(ask) : challenge.answer(ask);
        };
  }

  /// The same answers, changed.
  default Behaviour then(UnaryOperator<Answer> change) {
    return ask -> change.apply(answer(ask));
  }
}
