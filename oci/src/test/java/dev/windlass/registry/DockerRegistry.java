// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Debian's `docker-registry` on a free port: the registry that everybody knows, as a peer.
final class DockerRegistry implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

  private final Service service;

  private DockerRegistry(Service service) {
    this.service = service;
  }

  /// For everybody.
  static DockerRegistry open(Path folder) throws IOException {
    return start(folder, "");
  }

  /// For those who have the owner's password.
  static DockerRegistry closed(Path folder) throws IOException {
    Path passwords = Files.createDirectories(folder).resolve("passwords");
    // crypt("key-of-the-engine"); it takes no other form
    Files.writeString(
        passwords, "iamapikey:$2y$05$abcdefghijklmnopqrstuujk5kVuLw2DWA92MreeNHprscJGTVkt.\n");
    return start(folder, "auth: {htpasswd: {realm: peer, path: " + passwords + "}}\n");
  }

  private static DockerRegistry start(Path folder, String auth) throws IOException {
    Path settings = Files.createDirectories(folder).resolve("settings.yml");
    Files.writeString(
        settings,
        """
        version: 0.1
        log: {level: info, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
        http: {addr: "127.0.0.1:0", secret: "secret of a test"}
        %s\
        """
            .formatted(folder.resolve("data"), auth));
    return new DockerRegistry(
        Service.start(LISTENING, "docker-registry", "serve", settings.toString()));
  }

  InetSocketAddress address() {
    int port = Integer.parseInt(service.ready().group(1));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() {
    service.close();
  }
}
