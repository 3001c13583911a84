// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Failure;
import dev.windlass.image.TagPage;
import dev.windlass.image.Told;
import dev.windlass.registry.store.Store;
import java.io.IOException;

/// The tags of repositories that are caches: those that the registry behind lists, or, when it does
/// not, those that are here, with a warning.
record CachedTags(Store store, Remotes remotes) {
  Answer list(Elsewhere from, String last, int size) throws IOException {
    int most = Math.max(1, size);
    var told =
        remotes.ask(remote -> remote.tags(from.tagged("latest"), from.credentials(), last, most));
    return switch (told) {
      case Told.Yes(var tags, _) -> ListTags.listed(from.name(), page(tags, last, size));
      case Told.No(var why) -> here(from, last, size, why);
    };
  }

  /// Some registries give all they have, in no order, whatever is asked for.
  private static Page page(TagPage told, String last, int size) {
    var tags = told.tags();
    if (tags.size() > Math.max(1, size) || tags.contains(last)) {
      return Page.of(tags.stream().filter(tag -> tag.compareTo(last) > 0).sorted().toList(), size);
    }
    return size == 0 ? Page.of(tags, size) : new Page(tags, told.more() && !tags.isEmpty());
  }

  private Answer here(Elsewhere from, String last, int size, Failure why) {
    if (NotGiven.isUnknown(why) || !store.repositories().exists(from.name())) {
      throw NotGiven.because(why, from, ErrorCode.NAME_UNKNOWN);
    }
    return ListTags.here(store, from.name(), last, size)
        .with(Shown.warning(NotGiven.words(why, from)));
  }
}
