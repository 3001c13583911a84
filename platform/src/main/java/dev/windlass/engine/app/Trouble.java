// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.diagnose.CodeEngineReason;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.image.Attempt;
import dev.windlass.image.Failure;
import dev.windlass.runtime.Observed.State.Ended;
import dev.windlass.runtime.Start;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Why the instances of a revision cannot be started, or do not go on.
sealed interface Trouble {
  /// The image did not come.
  ///
  /// @param attempt all that happened
  record NotPulled(Failure failure, Attempt attempt) implements Trouble {}

  /// Something that is wanted cannot be read: the name of an image, an amount of memory.
  record NotUnderstood(String what, String problem) implements Trouble {}

  /// @param what one sentence for each secret, config map or key that is not there
  record NotThere(List<String> what) implements Trouble {}

  /// The process did not start.
  record NotStarted(Start.Failed failure, List<String> command) implements Trouble {}

  /// The process ended.
  ///
  /// @param log the last lines it printed
  record Exited(Ended end, String memory, String log) implements Trouble {}

  /// @param asked what the probes asked for
  /// @param port where they asked
  /// @param listening where it waits for connections instead, as far as is known
  record Silent(
      String asked,
      int port,
      Duration waited,
      String problem,
      List<InetSocketAddress> listening,
      String log)
      implements Trouble {}

  /// The revision after it was made too early.
  record TooSlow() implements Trouble {}

  /// Code Engine's word for it.
  default String reason() {
    return word().toString();
  }

  private CodeEngineReason word() {
    return switch (this) {
      case NotPulled(var failure, _) -> CodeEngineReason.of(failure);
      case NotUnderstood _, Silent _, TooSlow _ -> CodeEngineReason.NEVER_READY;
      case NotThere _ -> CodeEngineReason.WAITING;
      case NotStarted _ -> CodeEngineReason.EXITED_1;
      case Exited(var end, _, _) -> CodeEngineReason.ofExit(end.code());
    };
  }

  default Pace pace() {
    return switch (this) {
      case NotPulled(var failure, _) -> new Pace.OfPull(failure);
      case NotUnderstood _, NotThere _ -> new Pace.Never();
      case NotStarted _, Exited _, Silent _, TooSlow _ -> new Pace.Soon();
    };
  }

  /// What people are told.
  default Diagnosis diagnosis(Revision of) {
    return new Words(of).of(this);
  }
}
