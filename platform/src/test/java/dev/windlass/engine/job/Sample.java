// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.api.EnvVar;
import dev.windlass.api.JobRunPrototype;
import dev.windlass.api.VolumeMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Job runs to test with, as the API server would write them.
record Sample(
    String image,
    @Nullable String secret,
    @Nullable String job,
    String mode,
    String indices,
    int retries,
    int seconds,
    String cpu,
    String memory,
    List<EnvVar> environment,
    List<VolumeMount> mounts,
    @Nullable String pin) {
  static final Sample TASK =
      new Sample(
          "icr.io/acme/work:1",
          null,
          null,
          "task",
          "0",
          3,
          7200,
          "1",
          "4G",
          List.of(),
          List.of(),
          null);

  Sample indices(String spec) {
    return new Sample(
        image, secret, job, mode, spec, retries, seconds, cpu, memory, environment, mounts, pin);
  }

  Sample daemon() {
    return new Sample(
        image,
        secret,
        job,
        "daemon",
        indices,
        retries,
        seconds,
        cpu,
        memory,
        environment,
        mounts,
        pin);
  }

  Sample eachPinned() {
    return new Sample(
        image,
        secret,
        job,
        mode,
        indices,
        retries,
        seconds,
        cpu,
        memory,
        environment,
        mounts,
        "instance");
  }

  Sample retries(int limit) {
    return new Sample(
        image, secret, job, mode, indices, limit, seconds, cpu, memory, environment, mounts, pin);
  }

  Sample image(String name) {
    return new Sample(
        name, secret, job, mode, indices, retries, seconds, cpu, memory, environment, mounts, pin);
  }

  Sample secret(String name) {
    return new Sample(
        image, name, job, mode, indices, retries, seconds, cpu, memory, environment, mounts, pin);
  }

  Sample job(String name) {
    return new Sample(
        image,
        secret,
        name,
        mode,
        indices,
        retries,
        seconds,
        cpu,
        memory,
        environment,
        mounts,
        pin);
  }

  Sample size(String cpus, String bytes) {
    return new Sample(
        image, secret, job, mode, indices, retries, seconds, cpus, bytes, environment, mounts, pin);
  }

  Sample environment(EnvVar... variables) {
    return new Sample(
        image,
        secret,
        job,
        mode,
        indices,
        retries,
        seconds,
        cpu,
        memory,
        List.of(variables),
        mounts,
        pin);
  }

  Sample mounts(VolumeMount... wanted) {
    return new Sample(
        image,
        secret,
        job,
        mode,
        indices,
        retries,
        seconds,
        cpu,
        memory,
        environment,
        List.of(wanted),
        pin);
  }

  JobRunPrototype named(String name) {
    return new JobRunPrototype(
        image,
        secret,
        job,
        name,
        List.of(),
        null,
        List.of(),
        null,
        environment,
        mode,
        "default",
        mounts,
        null,
        indices,
        cpu,
        "400M",
        seconds,
        memory,
        retries,
        null,
        pin);
  }
}
