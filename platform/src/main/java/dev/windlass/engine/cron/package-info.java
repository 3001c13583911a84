// SPDX-License-Identifier: Apache-2.0
/// Points in time by a schedule, and what is told of them to apps and jobs: CloudEvents, as those
/// of Knative's PingSource.
@org.jspecify.annotations.NullMarked
package dev.windlass.engine.cron;
