// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// conmon: one small process for each container, which outlives us. It keeps what the container
/// prints and writes down how it ended.
///
/// @param exits where it writes the code of a container that ended
/// @param logSize when a log is replaced by a new one, in bytes
record Monitor(OciRuntime runtime, Path exits, long logSize) {
  /// Waits for conmon to tell of the created process on its descriptor 3. The shell is there
  /// because conmon goes to the background and what it says later would find our end closed; and
  /// because its output must not be a pipe of ours, which the container would inherit. The folder
  /// is left because conmon writes a file `oom` to where it was started.
  private static final String SCRIPT =
      "err=$1; cd \"$2\" || exit; shift 2; \"$@\" 3>&1 >/dev/null 2>\"$err\" </dev/null"
          + " | { read -r line; printf %s \"$line\"; }";

  /// The processes of a container that was created and not yet started.
  record Created(ProcessId init, ProcessId conmon) {}

  /// What conmon says: the process, or -1 and why not.
  @Json
  record Answer(long data, @Nullable String message) {}

  /// Creates the container that a folder describes.
  Created create(String id, ContainerFolder folder)
      throws IOException, InterruptedException, Refused {
    var said = Command.of(shell(id, folder)).run();
    if (said.isEmpty()) {
      throw new IOException("conmon: " + Files.readString(folder.conmonWords()).strip());
    }
    var answer = Jsonb.instance().type(Answer.class).fromJson(said);
    if (answer.data() <= 0) {
      var words = String.valueOf(answer.message()).strip();
      throw new Refused(Complaint.kind(words), words);
    }
    var conmon = Long.parseLong(Files.readString(folder.conmonPid()).strip());
    return new Created(process(answer.data()), process(conmon));
  }

  private static ProcessId process(long pid) throws IOException {
    return ProcessId.of(pid)
        .orElseThrow(() -> new IOException("process " + pid + " ended before it was started"));
  }

  private List<String> shell(String id, ContainerFolder folder) {
    var all = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
    all.addAll(List.of(folder.conmonWords().toString(), folder.persist().toString()));
    all.addAll(runtime.prefix());
    all.addAll(List.of("conmon", "--api-version", "1", "--cid", id, "--cuuid", id, "--name", id));
    all.addAll(List.of("--runtime", runtime.binary().toString()));
    all.addAll(List.of("--bundle", folder.path().toString(), "--full-attach"));
    all.addAll(List.of("--container-pidfile", folder.path().resolve("pid").toString()));
    all.addAll(List.of("--conmon-pidfile", folder.conmonPid().toString()));
    all.addAll(List.of("--exit-dir", exits.toString()));
    all.addAll(List.of("--persist-dir", folder.persist().toString()));
    all.addAll(List.of("--log-path", "k8s-file:" + folder.logs().current()));
    all.addAll(List.of("--log-size-max", "" + logSize, "--no-sync-log"));
    runtime.options().forEach(option -> all.add("--runtime-arg=" + option));
    return all;
  }

  /// Finds the conmon of a container whose start was cut off, so that nobody wrote down its number.
  static List<ProcessId> of(ContainerFolder folder) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> watches(pid, folder.path().toString()))
        .flatMap(pid -> ProcessId.of(pid).stream())
        .toList();
  }

  private static boolean watches(long pid, String folder) {
    try {
      var words = List.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0", -1));
      int bundle = words.indexOf("--bundle");
      return words.contains("conmon") && bundle > 0 && words.get(bundle + 1).equals(folder);
    } catch (IOException _) {
      return false; // it ended while we looked
    }
  }
}
