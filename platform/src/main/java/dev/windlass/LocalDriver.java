// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.engine.AppLoad;
import dev.windlass.engine.Driver;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.app.Apps;
import dev.windlass.engine.job.Jobs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The local engine as one driver: apps and job runs, each by their own part.
record LocalDriver(Apps apps, Jobs jobs, ImageService images) implements Driver {
  @Override
  public List<Instance> appInstances(Key app) {
    return apps.appInstances(app);
  }

  @Override
  public List<AppLoad> loads() {
    return apps.loads();
  }

  @Override
  public List<String> restart(Key app, Optional<String> instance) {
    return apps.restart(app, instance);
  }

  @Override
  public List<String> restartJobRun(Key jobRun, Optional<String> instance) {
    return jobs.restart(jobRun, instance);
  }

  @Override
  public List<Instance> jobRunInstances(Key jobRun) {
    return jobs.instances(jobRun);
  }

  @Override
  public boolean log(
      String project, String instance, int tail, BooleanSupplier follow, LineReader reader)
      throws IOException, InterruptedException {
    return apps.log(project, instance, tail, follow, reader)
        || jobs.log(project, instance, tail, follow, reader);
  }

  @Override
  public Optional<Pulling> pulling(Kind<?, ?> kind, Key key) {
    return kind.equals(Kind.APP) ? apps.pulling(key) : jobs.pulling(key);
  }
}
