// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Observations.JobRunObserved;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final String DIGEST = "sha256:" + "1cee".repeat(16);

  private final FakeStore store = new FakeStore(InstantSource.system());

  private void revision(String name) {
    store.create(Kind.REVISION, new Key("p", name), RevisionSpec.of("web", Prototypes.app("web")));
    store.observe(Kind.REVISION, new Key("p", name), seen -> seen.pinned(DIGEST).retired());
  }

  private void jobRun(String name, String status) {
    store.create(Kind.JOB_RUN, new Key("p", name), Prototypes.jobRun(name));
    store.observe(
        Kind.JOB_RUN,
        new Key("p", name),
        _ -> new JobRunObserved(status, DIGEST, null, null, Map.of(), null, null));
  }

  @Test
  void aRevisionThatSleepsHoldsItsImage() {
    revision("web-00001");
    assertThat(Leases.of(store))
        .singleElement()
        .satisfies(lease -> {
          assertThat(lease.image()).hasToString("icr.io/codeengine/hello@" + DIGEST);
          assertThat(lease.holder()).isEqualTo("app web, revision web-00001");
          assertThat(lease.project()).isEqualTo("p");
        });
    store.delete(Kind.REVISION, new Key("p", "web-00001"));
    assertThat(Leases.of(store)).isEmpty();
  }

  @Test
  void aJobRunHoldsItsImageUntilItIsOver() {
    jobRun("waits", "pending");
    jobRun("runs", "running");
    jobRun("done", "completed");
    jobRun("broken", "failed");
    assertThat(Leases.of(store))
        .extracting(Lease::holder)
        .containsExactlyInAnyOrder("job run waits", "job run runs");
  }

  @Test
  void whatIsNotResolvedHoldsNothing() {
    store.create(
        Kind.REVISION, new Key("p", "web-00001"), RevisionSpec.of("web", Prototypes.app("web")));
    assertThat(Leases.of(store)).isEmpty();
  }
}
