// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static dev.windlass.cli.Option.flag;
import static dev.windlass.cli.Option.many;
import static dev.windlass.cli.Option.one;

import java.util.List;

/// The options that apps, jobs and job runs share.
final class WorkloadOptions {
  private WorkloadOptions() {}

  static Option image() {
    return one(
        "REFERENCE", "The image to run, such as icr.io/codeengine/helloworld:1.", "--image", "-i");
  }

  static Option registrySecret() {
    return one("NAME", "The secret to pull the image with.", "--registry-secret", "--rs");
  }

  /// What is run and with what.
  static List<Option> process() {
    return List.of(
        many(
            "TEXT",
            "Replaces the image's command; give it once for each part.",
            "--command",
            "--cmd",
            "-c"),
        many(
            "TEXT",
            "An argument for the command; give it once for each.",
            "--argument",
            "--arg",
            "-a"),
        many("NAME=VALUE", "Sets an environment variable; can be given often.", "--env", "-e"),
        many(
            "REFERENCE",
            "Variables from a config map: NAME, PREFIX=NAME, NAME:KEY_A,KEY_B or NAME:NEW=KEY.",
            "--env-from-configmap",
            "--env-cm"),
        many(
            "REFERENCE",
            "Variables from a secret: NAME, PREFIX=NAME, NAME:KEY_A,KEY_B or NAME:NEW=KEY.",
            "--env-from-secret",
            "--env-sec"),
        many(
            "DIR=NAME",
            "Shows a config map as files in a folder.",
            "--mount-configmap",
            "--mount-cm"),
        many("DIR=NAME", "Shows a secret as files in a folder.", "--mount-secret", "--mount-sec"),
        many("DIR=STORE", "Shows a data store as a folder.", "--mount-data-store", "--mount-ds")
            .notBuilt(),
        one(
            "ACCOUNT",
            "The service account: default, manager, none, reader or writer.",
            "--service-account",
            "--sa"),
        flag(
                "Gives instances a token of a trusted profile.",
                "--trusted-profiles-enabled",
                "--trusted",
                "--tpe")
            .notBuilt(),
        flag("Do not check that what is named exists.", "--force", "-f"));
  }

  static List<Option> resources(boolean creates) {
    return List.of(
        one("CPUS", "Processors for each instance.", "--cpu").preset(creates ? "1" : ""),
        one("SIZE", "Memory for each instance, such as 512M or 4G.", "--memory", "-m")
            .preset(creates ? "4G" : ""),
        one("SIZE", "Disk for each instance.", "--ephemeral-storage", "--es")
            .preset(creates ? "400M" : ""));
  }

  /// What an update can take away.
  static List<Option> removals() {
    return List.of(
        flag("Back to the image's arguments.", "--arguments-clear", "--ac"),
        flag("Back to the image's command.", "--commands-clear", "--cc"),
        many("NAME", "Removes an environment variable.", "--env-rm"),
        many(
            "NAME",
            "Removes all variables from a config map.",
            "--env-from-configmap-rm",
            "--env-cm-rm"),
        many(
            "NAME", "Removes all variables from a secret.", "--env-from-secret-rm", "--env-sec-rm"),
        many("DIR", "Removes a mounted folder.", "--mount-rm"),
        flag("Back to the default service account.", "--service-account-clear", "--sac"));
  }

  static Option registrySecretClear() {
    return flag("Pull without a secret from now on.", "--registry-secret-clear", "--rsc");
  }

  static List<Option> build() {
    return List.of(
        one(
                "SOURCE",
                "Builds the image from this folder or repository.",
                "--build-source",
                "--source",
                "--bsrc",
                "--src")
            .notBuilt(),
        one(
                "COMMIT",
                "The commit, tag or branch to build.",
                "--build-commit",
                "--commit",
                "--bcm",
                "--cm",
                "--revision")
            .notBuilt(),
        one(
                "DIR",
                "The folder in the source to build.",
                "--build-context-dir",
                "--context-dir",
                "--bcdr",
                "--cdr")
            .notBuilt(),
        one(
                "PATH",
                "The Dockerfile in the source.",
                "--build-dockerfile",
                "--dockerfile",
                "--bdf",
                "--df")
            .notBuilt(),
        one(
                "NAME",
                "The secret to read the repository with.",
                "--build-git-repo-secret",
                "--git-repo-secret",
                "--bgrs",
                "--grs",
                "--repo")
            .notBuilt(),
        one("SIZE", "How big a machine to build on.", "--build-size", "--size", "--bsz", "--sz")
            .notBuilt(),
        one("STRATEGY", "How to build.", "--build-strategy", "--strategy", "--bstr", "--str")
            .notBuilt(),
        one("SECONDS", "How long a build may take.", "--build-timeout", "--bto").notBuilt());
  }

  static List<Option> buildRemovals() {
    return List.of(
        flag("Forgets how the image was built.", "--build-clear", "--bc").notBuilt(),
        flag(
                "Builds the default branch again.",
                "--build-commit-clear",
                "--commit-clear",
                "--bcmc",
                "--cmc")
            .notBuilt(),
        flag(
                "Reads the repository without a secret.",
                "--build-git-repo-secret-clear",
                "--git-repo-secret-clear",
                "--bgrsc",
                "--grsc")
            .notBuilt(),
        flag("Builds the image again.", "--rebuild").notBuilt());
  }
}
