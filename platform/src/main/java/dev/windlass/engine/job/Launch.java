// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Environment;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Mounts;
import dev.windlass.engine.Place;
import dev.windlass.engine.Store;
import dev.windlass.image.Image;
import dev.windlass.runtime.Container;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that the instances of a run share, looked up: then a container can be made for any of them.
sealed interface Launch {
  /// @param what one sentence for each thing that is not there
  record Missing(List<String> what) implements Launch {}

  static Launch of(Run run, Image image, Store store, Place place, Path folder) throws IOException {
    var project = run.key().project();
    var environment = Environment.of(store, project, run.environment());
    var mounts = Mounts.of(store, project, run.mounts(), folder);
    if (environment instanceof Environment.Complete(var variables)
        && mounts instanceof Mounts.Ready(var folders)) {
      return new Ready(run, image, place, subdomain(store, project), variables, folders);
    }
    var what = new ArrayList<String>();
    if (environment instanceof Environment.Missing(var absent)) {
      what.addAll(absent);
    }
    if (mounts instanceof Mounts.Missing(var absent)) {
      what.addAll(absent);
    }
    return new Missing(what.stream().distinct().toList());
  }

  private static String subdomain(Store store, String project) {
    return store
        .find(Kind.PROJECT, new Key("", project))
        .map(found -> found.observed().subdomain())
        .orElse("");
  }

  /// @param variables that the user set; they win over ours
  record Ready(
      Run run,
      Image image,
      Place place,
      String subdomain,
      Map<String, String> variables,
      Map<String, Path> mounts)
      implements Launch {
    Container container(int index, int attempt) {
      return new Container(
          run.container(index, attempt),
          ImageService.labelled(Seen.labels(run, index, attempt), image),
          image,
          run.commands(),
          run.arguments(),
          environment(index, attempt),
          Optional.ofNullable(run.wanted().runAsUser()),
          run.size(),
          mounts,
          Place.search(subdomain));
    }

    private Map<String, String> environment(int index, int attempt) {
      var all = new HashMap<>(surroundings());
      all.put("JOB_INDEX", Integer.toString(index));
      all.put("JOB_ARRAY_SIZE", Integer.toString(run.arraySize()));
      all.put("JOB_INDEX_RETRY_COUNT", Integer.toString(attempt));
      all.put("JOB_RETRY_LIMIT", Integer.toString(run.retryLimit()));
      all.put("JOB_MODE", run.mode());
      all.put("HOSTNAME", run.instance(index, attempt));
      all.putAll(variables);
      return all;
    }

    private Map<String, String> surroundings() {
      var all = new HashMap<String, String>();
      all.put("CE_JOBRUN", run.key().name());
      all.put("CE_PROJECT_ID", run.key().project());
      all.put("CE_SUBDOMAIN", subdomain);
      all.put("CE_REGION", place.region());
      all.put("CE_DOMAIN", place.domain());
      all.put("CE_API_BASE_URL", place.apiBaseUrl());
      Optional.ofNullable(run.wanted().jobName())
          .filter(job -> !job.isEmpty())
          .ifPresent(job -> all.put("CE_JOB", job));
      return all;
    }

    /// The variables may be secret.
    @Override
    public String toString() {
      return "Ready[" + run.key() + "]";
    }
  }
}
