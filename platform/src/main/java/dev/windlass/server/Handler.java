// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.io.IOException;

/// Serves one operation. Says no with [Refused].
@FunctionalInterface
interface Handler {
  Answer answer(Call call) throws IOException, InterruptedException;
}
