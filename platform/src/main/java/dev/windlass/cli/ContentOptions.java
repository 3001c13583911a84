// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static dev.windlass.cli.Option.flag;
import static dev.windlass.cli.Option.many;
import static dev.windlass.cli.Option.one;

import java.util.ArrayList;
import java.util.List;

/// The options of the secret, registry and configmap commands.
final class ContentOptions {
  private ContentOptions() {}

  private static List<Option> sources() {
    return List.of(
        many("KEY=VALUE", "A key and its value.", "--from-literal", "-l"),
        many(
            "[KEY=]FILE",
            "A key whose value is a file; the key is the file's name if not given.",
            "--from-file",
            "-f"),
        many(
            "FILE",
            "Keys and values from the KEY=VALUE lines of a file.",
            "--from-env-file",
            "-e"));
  }

  private static Option removal() {
    return many("KEY", "Removes a key.", "--rm");
  }

  static List<Option> configMapCreate() {
    return end(CommonOptions.join(List.of(CommonOptions.name("configmap")), sources()));
  }

  static List<Option> configMapUpdate() {
    var all = CommonOptions.join(List.of(CommonOptions.name("configmap")), sources());
    return end(CommonOptions.with(all, removal()));
  }

  static List<Option> secretCreate() {
    var format =
        one("FORMAT", "generic, registry, basic_auth, ssh, tls or hmac.", "--format", "--fo")
            .preset("generic");
    return end(CommonOptions.join(List.of(CommonOptions.name("secret"), format), parts()));
  }

  static List<Option> secretUpdate() {
    var all = CommonOptions.join(List.of(CommonOptions.name("secret")), parts());
    return end(CommonOptions.with(all, removal()));
  }

  private static List<Option> parts() {
    var all = new ArrayList<Option>(sources());
    all.add(one("FILE", "Keys and values from a JSON object.", "--from-json-file", "--json"));
    all.add(one("HOST", "registry: the host of the registry.", "--server", "-s"));
    all.add(one("NAME", "registry, basic_auth: the user.", "--username", "-u"));
    all.add(one("TEXT", "registry, basic_auth: the password.", "--password", "--pw"));
    all.add(one("FILE", "The password, from a file.", "--password-from-file", "--spf"));
    all.add(
        one(
            "FILE",
            "The password, from the field apikey or password of a JSON file.",
            "--password-from-json-file",
            "--spfj"));
    all.add(one("ADDRESS", "registry: an e-mail address.", "--email", "--em"));
    all.add(one("FILE", "ssh: the private key.", "--key-path", "--kp"));
    all.add(one("FILE", "ssh: the hosts to trust.", "--known-hosts-path", "--khp"));
    all.add(one("FILE", "tls: the certificate and its chain.", "--cert-chain-file", "--ccf"));
    all.add(one("FILE", "tls: the private key.", "--private-key-file", "--pkf"));
    all.add(one("ID", "hmac: the access key id.", "--access-key-id", "--akid"));
    all.add(flag("hmac: ask for the access key id.", "--access-key-id-prompt"));
    all.add(one("KEY", "hmac: the secret access key.", "--secret-access-key", "--sak"));
    all.add(flag("hmac: ask for the secret access key.", "--secret-access-key-prompt"));
    return all;
  }

  static List<Option> registryCreate() {
    return end(CommonOptions.join(List.of(CommonOptions.name("registry secret")), registry(true)));
  }

  static List<Option> registryUpdate() {
    return end(CommonOptions.join(List.of(CommonOptions.name("registry secret")), registry(false)));
  }

  private static List<Option> registry(boolean creates) {
    return List.of(
        one("HOST", "The host of the registry.", "--server", "-s")
            .preset(creates ? "us.icr.io" : ""),
        one("NAME", "The user.", "--username", "-u").preset(creates ? "iamapikey" : ""),
        one("TEXT", "The password, or a token.", "--password", "-p"),
        one("FILE", "The password, from a file.", "--password-from-file", "--pf"),
        one(
            "FILE",
            "The password, from the field apikey or password of a JSON file.",
            "--password-from-json-file",
            "--pfj"),
        one("ADDRESS", "An e-mail address.", "--email", "-e"));
  }

  static List<Option> secretGet() {
    return List.of(
        CommonOptions.name("secret"),
        flag("Show the values.", "--decode", "-d"),
        CommonOptions.OUTPUT,
        CommonOptions.QUIET);
  }

  static List<Option> secretList() {
    return CommonOptions.with(
        List.of(
            one("FORMAT", "Only those of this format.", "--format", "--fo"),
            flag("Also those that the engine made for itself.", "--all", "-a")),
        CommonOptions.SORT_BY,
        CommonOptions.OUTPUT,
        CommonOptions.QUIET);
  }

  private static List<Option> end(List<Option> all) {
    return CommonOptions.with(all, CommonOptions.OUTPUT, CommonOptions.QUIET);
  }
}
