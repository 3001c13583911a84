// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.JobPrototype;
import dev.windlass.engine.Observations.Nothing;
import dev.windlass.engine.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A job, as it is answered.
record JobView(Site site, Home home) {
  Map<String, Object> of(Resource<JobPrototype, Nothing> job) {
    String name = job.key().name();
    var view = View.tagged(job, "job_v2", site.href("projects", home.id(), "jobs", name));
    Defaults.ofJob(view);
    var computed = new ArrayList<>(List.of(View.literal("CE_JOB", name)));
    computed.addAll(View.computed(home));
    computed.addAll(JobRunView.computed(view));
    view.put("computed_env_variables", computed);
    return view;
  }
}
