// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.ConfigMapPrototype;
import dev.windlass.api.CronSubscriptionPrototype;
import dev.windlass.api.DomainMappingPrototype;
import dev.windlass.api.JobPrototype;
import dev.windlass.api.JobRunPrototype;
import dev.windlass.api.OutboundPrototype;
import dev.windlass.api.ProjectPrototype;
import dev.windlass.api.SecretPrototype;
import dev.windlass.api.TrafficPrototype;
import dev.windlass.engine.Observations.ApiKeyObserved;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Observations.CronObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Observations.Nothing;
import dev.windlass.engine.Observations.OutboundObserved;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Observations.RevisionObserved;

/// A kind of resource: its name, and the records that say what is wanted and what was observed.
///
/// @param name as in the paths of the API, in the singular
/// @param unseen what is observed of a resource that nobody has looked at yet
public record Kind<W, O>(String name, Class<W> wanted, Class<O> observed, O unseen) {
  public static final Kind<ProjectPrototype, ProjectObserved> PROJECT =
      new Kind<>("project", ProjectPrototype.class, ProjectObserved.class, ProjectObserved.UNSEEN);
  public static final Kind<AppPrototype, AppObserved> APP =
      new Kind<>("app", AppPrototype.class, AppObserved.class, AppObserved.UNSEEN);
  public static final Kind<RevisionSpec, RevisionObserved> REVISION =
      new Kind<>("revision", RevisionSpec.class, RevisionObserved.class, RevisionObserved.UNSEEN);

  /// Bears the name of its app.
  public static final Kind<TrafficPrototype, Nothing> TRAFFIC =
      new Kind<>("traffic", TrafficPrototype.class, Nothing.class, Nothing.SEEN);

  public static final Kind<JobPrototype, Nothing> JOB =
      new Kind<>("job", JobPrototype.class, Nothing.class, Nothing.SEEN);
  public static final Kind<JobRunPrototype, JobRunObserved> JOB_RUN =
      new Kind<>("job_run", JobRunPrototype.class, JobRunObserved.class, JobRunObserved.UNSEEN);
  public static final Kind<SecretPrototype, Nothing> SECRET =
      new Kind<>("secret", SecretPrototype.class, Nothing.class, Nothing.SEEN);
  public static final Kind<ConfigMapPrototype, Nothing> CONFIG_MAP =
      new Kind<>("config_map", ConfigMapPrototype.class, Nothing.class, Nothing.SEEN);
  public static final Kind<OutboundPrototype, OutboundObserved> OUTBOUND =
      new Kind<>(
          "allowed_outbound_destination",
          OutboundPrototype.class,
          OutboundObserved.class,
          OutboundObserved.UNSEEN);
  public static final Kind<DomainMappingPrototype, Nothing> DOMAIN_MAPPING =
      new Kind<>("domain_mapping", DomainMappingPrototype.class, Nothing.class, Nothing.SEEN);
  public static final Kind<CronSubscriptionPrototype, CronObserved> CRON_SUBSCRIPTION =
      new Kind<>(
          "cron_subscription",
          CronSubscriptionPrototype.class,
          CronObserved.class,
          CronObserved.UNSEEN);
  public static final Kind<ApiKeySpec, ApiKeyObserved> API_KEY =
      new Kind<>("api_key", ApiKeySpec.class, ApiKeyObserved.class, ApiKeyObserved.UNUSED);

  @Override
  public String toString() {
    return name;
  }
}
