// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.EnvVar;
import dev.windlass.api.Probe;
import dev.windlass.api.VolumeMount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of a Kubernetes object that says what to run: one container and its volumes.
///
/// @param container such as `user-container`
record KubePod(
    String container,
    @Nullable String image,
    @Nullable String imageSecret,
    List<String> commands,
    List<String> arguments,
    List<EnvVar> env,
    List<VolumeMount> mounts,
    @Nullable String serviceAccount,
    @Nullable String cpu,
    @Nullable String memory,
    @Nullable String storage) {

  Tree spec(
      @Nullable Integer port,
      @Nullable String portName,
      @Nullable Probe live,
      @Nullable Probe ready) {
    var ports =
        port == null
            ? null
            : List.of(new Tree().with("name", portName).with("containerPort", port));
    var limits =
        new Tree().with("cpu", cpu).with("ephemeral-storage", storage).with("memory", memory);
    var user =
        new Tree()
            .with("name", container)
            .with("image", image)
            .with("command", commands)
            .with("args", arguments)
            .with("ports", ports)
            .with("env", variables())
            .with("envFrom", sources())
            .with("resources", new Tree().with("limits", limits).with("requests", limits))
            .with("livenessProbe", probe(live))
            .with("readinessProbe", probe(ready))
            .with("volumeMounts", folders());
    var secrets = imageSecret == null ? null : List.of(new Tree().with("name", imageSecret));
    return new Tree()
        .with("containers", List.of(user))
        .with("imagePullSecrets", secrets)
        .with("serviceAccountName", serviceAccount)
        .with("volumes", volumes());
  }

  private List<Tree> variables() {
    var variables = new ArrayList<Tree>();
    for (EnvVar v : env) {
      switch (v.type()) {
        case "literal" -> variables.add(new Tree().with("name", v.name()).with("value", v.value()));
        case "secret_key_reference" -> variables.add(key(v, "secretKeyRef"));
        case "config_map_key_reference" -> variables.add(key(v, "configMapKeyRef"));
        default -> {}
      }
    }
    return variables;
  }

  private static Tree key(EnvVar v, String kind) {
    var reference = new Tree().with("name", v.reference()).with("key", v.key());
    return new Tree().with("name", v.name()).with("valueFrom", new Tree().with(kind, reference));
  }

  private List<Tree> sources() {
    var sources = new ArrayList<Tree>();
    for (EnvVar v : env) {
      if (v.type().endsWith("_full_reference")) {
        var kind = v.type().startsWith("secret") ? "secretRef" : "configMapRef";
        var name = new Tree().with("name", v.reference());
        sources.add(new Tree().with("prefix", v.prefix()).with(kind, name));
      }
    }
    return sources;
  }

  private List<Tree> folders() {
    var folders = new ArrayList<Tree>();
    for (VolumeMount mount : mounts) {
      folders.add(
          new Tree()
              .with("name", volume(mount))
              .with("mountPath", mount.mountPath())
              .with("readOnly", true));
    }
    return folders;
  }

  private List<Tree> volumes() {
    var volumes = new LinkedHashMap<String, Tree>();
    for (VolumeMount mount : mounts) {
      var tree = new Tree().with("name", volume(mount));
      volumes.put(
          volume(mount),
          mount.type().equals("secret")
              ? tree.with("secret", new Tree().with("secretName", mount.reference()))
              : tree.with("configMap", new Tree().with("name", mount.reference())));
    }
    return List.copyOf(volumes.values());
  }

  private static String volume(VolumeMount mount) {
    return mount.type().replace('_', '-') + "-" + mount.reference();
  }

  private static @Nullable Tree probe(@Nullable Probe probe) {
    if (probe == null) {
      return null;
    }
    var target = new Tree().with("path", probe.path()).with("port", probe.port());
    return new Tree()
        .with(probe.type().equals("http") ? "httpGet" : "tcpSocket", target)
        .with("initialDelaySeconds", probe.initialDelay())
        .with("periodSeconds", probe.interval())
        .with("timeoutSeconds", probe.timeout())
        .with("failureThreshold", probe.failureThreshold());
  }
}
