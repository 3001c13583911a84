// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.regex.Pattern;

/// What an image is called: a tag, which can move, or a digest, which cannot.
public sealed interface Reference {
  Repository repository();

  /// What to ask the registry for: the tag or the digest.
  String name();

  record Tagged(Repository repository, String tag) implements Reference {
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public Tagged {
      if (!TAG.matcher(tag).matches()) {
        throw new InvalidName(
            "tag", tag, "needs 1 to 128 of A-Z a-z 0-9 _ . - and no . - in front");
      }
    }

    @Override
    public String name() {
      return tag;
    }

    @Override
    public String toString() {
      return repository + ":" + tag;
    }
  }

  record Pinned(Repository repository, Digest digest) implements Reference {
    @Override
    public String name() {
      return digest.toString();
    }

    @Override
    public String toString() {
      return repository + "@" + digest;
    }
  }

  /// The same repository at a digest.
  default Pinned at(Digest digest) {
    return new Pinned(repository(), digest);
  }

  /// A name with both a tag and a digest is pinned: the tag says nothing the digest does not.
  /// Throws [InvalidName].
  static Reference parse(String text) {
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/'); // else the colon belongs to a port
    Repository repository = Repository.parse(tagged ? name.substring(0, colon) : name);
    if (at >= 0) {
      return new Pinned(repository, Digest.parse(text.substring(at + 1)));
    }
    return new Tagged(repository, tagged ? name.substring(colon + 1) : "latest");
  }
}
