// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every registry must do that follows the OCI distribution specification: the claims of its
/// own test suite, and some that are missing there. All of them may run against one registry, each
/// in repositories of its own.
@Timeout(60)
interface RegistryContract
    extends BlobsContract,
        UploadsContract,
        MountsContract,
        ManifestsContract,
        DataSetsContract,
        TagsContract,
        ReferrersContract,
        DeletesContract {

  @Test
  default void isARegistry() throws Exception {
    assertThat(client().get("/v2/").status()).isEqualTo(200);
    assertThat(client().head("/v2/").status()).isEqualTo(200);
  }
}
