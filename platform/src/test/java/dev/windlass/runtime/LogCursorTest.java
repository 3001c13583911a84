// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCursorTest {
  private static final String AT = "2026-01-31T12:00:00.123456789+00:00 ";

  @TempDir Path folder;
  private final List<Log.Line> lines = new ArrayList<>();
  private LogFiles files;
  private LogCursor cursor;

  @BeforeEach
  void open() throws IOException {
    files = new LogFiles(folder.resolve("logs"));
    files.make();
    cursor = new LogCursor(files, lines::add);
  }

  @AfterEach
  void close() throws IOException {
    cursor.close();
  }

  private void write(String text) throws IOException {
    Files.writeString(files.current(), text, StandardOpenOption.APPEND);
  }

  private void replace() throws IOException {
    Files.delete(files.current());
    Files.createFile(files.current());
  }

  private List<String> texts() throws IOException {
    cursor.drain();
    return lines.stream().map(Log.Line::text).toList();
  }

  @Test
  void readsTimeStreamAndText() throws IOException {
    write(AT + "stderr F a b  c\n" + AT + "stdout F \n");
    cursor.drain();
    var at = Instant.parse("2026-01-31T12:00:00.123456789Z");
    assertThat(lines)
        .containsExactly(new Log.Line(at, true, "a b  c"), new Log.Line(at, false, ""));
  }

  @Test
  void putsThePartsOfALineTogetherAlsoWhenTheStreamsAreMixed() throws IOException {
    write(AT + "stdout P one \n" + AT + "stderr P un\n" + AT + "stdout F two\n");
    assertThat(texts()).containsExactly("one two");
    cursor.rest();
    assertThat(texts()).containsExactly("one two", "un");
  }

  @Test
  void waitsForTheRestOfAnEntryThatIsBeingWritten() throws IOException {
    write(AT + "stdout F ha");
    assertThat(texts()).isEmpty();
    write("lf\n");
    assertThat(texts()).containsExactly("half");
  }

  @Test
  void goesOnInTheNextFileAndFinishesTheOneBefore() throws IOException {
    write(AT + "stdout F one\n");
    assertThat(texts()).containsExactly("one");
    write(AT + "stdout F two\n");
    replace();
    files.keep(3);
    write(AT + "stdout F three\n");
    assertThat(texts()).containsExactly("one", "two", "three");
  }

  @Test
  void keepsOnlySoManyFiles() throws IOException {
    for (int i = 1; i <= 5; i++) {
      write(AT + "stdout F " + i + "\n");
      replace();
      files.keep(3);
      files.keep(3);
    }
    assertThat(files.numbers()).containsExactly(4, 5, 6);
    assertThat(texts()).containsExactly("4", "5");
  }

  @Test
  void skipsWhatIsNotOfConmonsMaking() throws IOException {
    write("garbage\n" + AT + "stdout F fine\n\n");
    assertThat(texts()).containsExactly("fine");
  }
}
