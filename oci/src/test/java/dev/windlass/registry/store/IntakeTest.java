// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 300_000, 1_000_000})
  void handsOutAllThatCameInOrder(int length) throws Exception {
    byte[] content = content(length);
    assertThat(all(new Intake(new ByteArrayInputStream(content)))).isEqualTo(content);
  }

  @Test
  void makesLargePiecesOfSmallOnes() throws Exception {
    var small = Collections.nCopies(100, content(1_000)).stream().map(ByteArrayInputStream::new);
    var intake = new Intake(new SequenceInputStream(Collections.enumeration(small.toList())));
    assertThat(
            List.of(
                intake.next().remaining(), intake.next().remaining(), intake.next().remaining()))
        .containsExactly(16_384, 83_616, 0);
  }

  @Test
  void handsOutWhatCameBeforeTheTrouble() throws Exception {
    var intake = new Intake(cutOff(content(1_000)));
    assertThat(intake.next().remaining()).isEqualTo(1_000);
    assertThatThrownBy(intake::next).isInstanceOf(Upload.Broken.class);
    assertThatThrownBy(intake::next).isInstanceOf(Upload.Broken.class);
  }

  /// Some bytes, and then the writer is gone without having closed the pipe.
  private static InputStream cutOff(byte[] content) throws Exception {
    var pipe = new PipedInputStream(content.length);
    var out = new PipedOutputStream(pipe);
    var writer = Thread.ofPlatform().start(() -> write(out, content));
    writer.join();
    return pipe;
  }

  private static void write(PipedOutputStream out, byte[] content) {
    try {
      out.write(content);
    } catch (IOException e) {
      throw new AssertionError("the pipe is large enough", e);
    }
  }

  private static byte[] all(Intake intake) throws IOException {
    var all = new ByteArrayOutputStream();
    var channel = Channels.newChannel(all);
    for (var piece = intake.next(); piece.hasRemaining(); piece = intake.next()) {
      channel.write(piece);
    }
    return all.toByteArray();
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }
}
