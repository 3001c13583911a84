// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One running, or ended, or waiting copy of a revision or of one index of a job run.
///
/// @param name `web-00001-deployment-6c9b5cf966-wjs44`, or `myjobrun-1-0` (index and attempt)
/// @param owner the revision or the job run
/// @param status `pending`, `running`, `succeeded` or `failed`; of an app that is scaled to zero
///   also `frozen` or `created`
/// @param reason why it waits or ended: `ImagePullBackOff`, `CrashLoopBackOff`, `OOMKilled`,
///   `Completed`, `Error`
public record Instance(
    String name,
    String owner,
    String status,
    String reason,
    int restarts,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Integer exitCode) {}
