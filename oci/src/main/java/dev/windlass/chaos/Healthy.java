// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.image.Credential;
import dev.windlass.image.Secret;
import java.util.Random;
import java.util.function.UnaryOperator;

/// What works: the registry, and the image, that are served wherever nothing else is said.
///
/// Each fault has an image of its own, no byte of which is in any other: a client who has pulled
/// one would not ask for the same bytes again, and never meet the next fault. They are made for
/// each request, which takes a few milliseconds.
final class Healthy {
  /// Who may log in.
  static final Credential LOGIN = new Credential("chaos", new Secret("let-me-in"));

  private static final int NOISE = 96 << 10; // enough for a transfer to have a middle
  static final Behaviour REGISTRY = new Serving(ask -> image(ask.wanted().name()).stock());

  private Healthy() {}

  /// The image of the fault with a name.
  static Draft image(String name) {
    return new Draft().layer(layer(name));
  }

  static Layer layer(String name) {
    byte[] noise = new byte[NOISE];
    new Random(name.hashCode()).nextBytes(noise); // the same each time, and not to be compressed
    return Layer.of(new Tarball().file("etc/motd", motd(name)).file("noise", noise).bytes());
  }

  static String motd(String name) {
    return "This is the image of " + name + ".\n";
  }

  /// The token server of registries that let nobody in without a login.
  static Behaviour membersOnly() {
    return REGISTRY.behindTokens().butTokens(Healthy::forMembers);
  }

  private static Answer forMembers(Ask ask) {
    if (ask.credential().isEmpty()) {
      return Answer.error(403, "DENIED", "requested access to the resource is denied");
    }
    return ask.credential().get().equals(LOGIN)
        ? Answer.token()
        : Answer.error(401, "UNAUTHORIZED", "Authorization required.");
  }

  /// All well but the layer.
  static Behaviour butLayer(UnaryOperator<Answer> change) {
    return REGISTRY.butBlobs(ask -> changed(ask, isLayer(ask), change));
  }

  /// All well but the configuration.
  static Behaviour butConfig(UnaryOperator<Answer> change) {
    return REGISTRY.butBlobs(ask -> changed(ask, !isLayer(ask), change));
  }

  private static Answer changed(Ask ask, boolean meant, UnaryOperator<Answer> change) {
    var good = REGISTRY.answer(ask);
    return meant ? change.apply(good) : good;
  }

  private static boolean isLayer(Ask ask) {
    return ask.wanted() instanceof Wanted.Blob(_, var digest)
        && digest.equals(layer(ask.wanted().name()).digest().toString());
  }
}
