// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Cause;
import dev.windlass.engine.Contents;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// All resources of one kind, with the manners of the API: unique names, quotas, and changes that
/// need to know the entity tag of what they change.
final class Shelf<W, O> {
  private final Site site;
  private final Kind<W, O> kind;
  private final Noun noun;

  Shelf(Site site, Kind<W, O> kind, Noun noun) {
    this.site = site;
    this.kind = kind;
    this.noun = noun;
  }

  List<Resource<W, O>> list(Home home) {
    return site.store().list(kind, home.id());
  }

  Resource<W, O> get(Home home, String name) {
    return site.store().find(kind, new Key(home.id(), name)).orElseThrow(() -> none(home, name));
  }

  Refused none(Home home, String name) {
    return Refused.notFound(
        "%s %s not found in project '%s'; GET /v2/projects/%s/%s lists those that exist"
            .formatted(noun.title(), Shown.of(name), home.name(), home.id(), noun.plural()));
  }

  Resource<W, O> create(Home home, String name, W wanted) {
    Key key = new Key(home.id(), name);
    return site.store().create(kind, key, wanted, now -> refuseUnlessPossible(now, home, key));
  }

  private void refuseUnlessPossible(Contents now, Home home, Key key) {
    Site.home(now, home.id()).refuseUnlessActive();
    if (now.find(kind, key).isPresent()) {
      throw taken(home, key.name());
    }
    Quotas.refuseAbove(noun, now.count(kind, home.id()), "Project '" + home.name() + "'");
  }

  private Refused taken(Home home, String name) {
    return Refused.of(
        409,
        new Problem(
                "resource_already_exists",
                "%s '%s' already exists within project '%s', please select a unique name."
                    .formatted(noun.title(), name, home.name()),
                "name")
            .because(
                Cause.NAME_TAKEN,
                "choose another name, or delete the other: windlass %s delete --name %s"
                    .formatted(noun.command(), name)));
  }

  /// Changes a resource, if it is still the one that the caller has seen.
  Resource<W, O> change(Call call, Home home, String name, UnaryOperator<W> edit) {
    Tag tag = Tag.of(call);
    for (int tries = 1; ; tries++) {
      Resource<W, O> old = get(home, name);
      tag.refuseOther(noun, old);
      try {
        return site.store()
            .want(kind, old.key(), Optional.of(old.entityTag()), edit.apply(old.wanted()));
      } catch (Store.Conflict meanwhile) {
        tag.refuseAfter(tries, site.limits().tries(), noun, name);
      } catch (Store.Gone meanwhile) {
        throw none(home, name);
      }
    }
  }

  /// The same by a merge patch (RFC 7396), which is the body of the call.
  ///
  /// @param wanted reads and checks the whole that comes of it
  Resource<W, O> patch(Call call, Home home, Function<Map<String, Object>, W> wanted)
      throws IOException {
    String name = call.name("name");
    Tag.of(call);
    Map<String, Object> patch = Change.of(name, site.body().patch(call));
    return change(call, home, name, old -> wanted.apply(MergePatch.apply(Typed.map(old), patch)));
  }

  void delete(Home home, String name) {
    if (!site.store().delete(kind, new Key(home.id(), name))) {
      throw none(home, name);
    }
  }

  Map<String, Object> page(
      Call call,
      List<Resource<W, O>> resources,
      Function<Resource<W, O>, Map<String, Object>> view) {
    return new Listing<Resource<W, O>>(noun.plural(), r -> r.key().name(), view)
        .page(site, call, resources);
  }
}
