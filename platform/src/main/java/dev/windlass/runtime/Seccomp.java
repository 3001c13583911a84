// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.Digest;
import dev.windlass.image.Platform;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Which system calls containers may make. Compiling the list costs crun more than all else it
/// does, so what it compiled for the first container is kept and given to it for later ones.
final class Seccomp {
  private static final String ANNOTATION = "run.oci.seccomp_bpf_data";

  private final OciRuntime runtime;
  private final Map<String, Object> profile;
  private final Path compiled;

  private Seccomp(OciRuntime runtime, Map<String, Object> profile, Path compiled) {
    this.runtime = runtime;
    this.profile = profile;
    this.compiled = compiled;
  }

  /// The profile that comes with Windlass; what is compiled of it is kept in the folder.
  static Seccomp standard(OciRuntime runtime, Path folder) throws IOException {
    var text = resource();
    var hash = Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    return new Seccomp(
        runtime, parse(text), folder.resolve("seccomp-" + hash + "-" + runtime.version() + ".bpf"));
  }

  /// Adds the filter to a bundle: compiled when it can be, else as it was written.
  void apply(Map<String, Object> linux, Map<String, String> annotations) throws IOException {
    if (runtime.crun() && Files.exists(compiled)) {
      annotations.put(ANNOTATION, Base64.getEncoder().encodeToString(Files.readAllBytes(compiled)));
    } else {
      linux.put("seccomp", profile);
    }
  }

  /// Keeps what crun compiled for a container that it has created.
  void keep(String id) throws IOException {
    var fresh = runtime.folder(id).resolve("seccomp.bpf");
    if (runtime.crun() && !Files.exists(compiled) && Files.exists(fresh)) {
      var draft = Files.createTempFile(compiled.getParent(), ".draft-", "");
      Files.write(draft, Files.readAllBytes(fresh));
      Files.move(draft, compiled, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Map<String, Object> parse(String text) {
    var profile = new LinkedHashMap<>(Jsonb.instance().type(Object.class).map().fromJson(text));
    profile.put("architectures", architectures());
    return profile;
  }

  private static List<String> architectures() {
    return switch (Platform.here().architecture()) {
      case "amd64" -> List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
      case "arm64" -> List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
      default -> List.of();
    };
  }

  private static String resource() {
    try (var stream = Seccomp.class.getResourceAsStream("seccomp.json")) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
