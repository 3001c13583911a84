// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.ImageService.Asker;
import dev.windlass.image.Reference;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The images of the engine's machine. Not a part of Code Engine's API.
final class Images {
  private static final Shape PULL =
      Shape.of("a pull")
          .needs("image_reference", Names.OF_IMAGE)
          .may("image_secret", Names.OF_REFERENCE);

  private final Site site;

  Images(Site site) {
    this.site = site;
  }

  List<Route> routes() {
    return List.of(Route.post("/projects/{project_id}/images/pull", this::pull));
  }

  /// Answered line by line while it goes on. It ends when whoever asked has left.
  private Answer pull(Call call) throws IOException {
    Home home = site.home(call);
    Map<String, Object> wanted = site.body().resource(call);
    var problems = new Problems();
    PULL.check(wanted, problems);
    Problems.refuse(problems.all());
    return new Answer.Lines(
        new PullStream(
            site.driver().images(),
            new Asker(home.id(), Optional.ofNullable((String) wanted.get("image_secret"))),
            Reference.parse(String.valueOf(wanted.get("image_reference"))),
            site.limits().pulse()));
  }
}
