// SPDX-License-Identifier: Apache-2.0
package dev.windlass.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// The certificate authority of one engine, and the keys that it has signed. Safe to share between
/// threads; there is nothing to close.
public final class Authority {
  private static final String ROOT = "authority";
  private static final String TEN_YEARS = "3650";
  private static final String SUBJECT = "CN=Windlass, OU=%s";

  /// A certificate that ends so soon is made anew.
  private static final Duration LEAST = Duration.ofDays(30);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Keytool tool;
  private KeyStore keys; // guarded by this

  private Authority(Path folder, Keytool tool, KeyStore keys) {
    this.folder = folder;
    this.tool = tool;
    this.keys = keys;
  }

  /// Opens the authority in a folder, or makes one there, which takes a second or two.
  ///
  /// @param name tells it from those of other engines
  public static Authority in(Path folder, String name) throws IOException, InterruptedException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var file = folder.resolve("keys.p12");
    var tool = new Keytool(file, PATIENCE);
    if (!Files.exists(file)) {
      tool.make(
          ROOT,
          SUBJECT.formatted(name),
          "-validity",
          TEN_YEARS,
          "-ext",
          "bc:c=ca:true,pathlen:0",
          "-ext",
          "ku:c=keyCertSign,cRLSign");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    var authority = new Authority(folder, tool, read(file));
    Files.writeString(authority.certificate(), authority.pem());
    return authority;
  }

  private static KeyStore read(Path file) throws IOException {
    try {
      return KeyStore.getInstance(file.toFile(), Keytool.PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /// The file with its certificate as PEM, for whoever wants to trust it.
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /// The same as text.
  public synchronized String pem() throws IOException {
    try {
      var lines =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(keys.getCertificate(ROOT).getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /// The key for a server of these names, which is made when there is none that lasts.
  ///
  /// @param alias what it is kept under
  /// @param names as in a certificate: `dns:localhost,ip:127.0.0.1`
  synchronized ServerKey key(String alias, String names) throws IOException, InterruptedException {
    var until = Clock.systemUTC().instant().plus(LEAST);
    var known = find(alias).filter(key -> key.ends().isAfter(until));
    if (known.isPresent()) {
      return known.get();
    }
    var fresh = alias + "-" + until.getEpochSecond();
    tool.make(fresh, SUBJECT.formatted(alias), "-signer", ROOT, "-ext", "san=" + names);
    keys = read(tool.store());
    return find(alias).orElseThrow(() -> new IOException("keytool made no " + fresh));
  }

  /// The one that was made last.
  private Optional<ServerKey> find(String alias) throws IOException {
    try {
      var name =
          Collections.list(keys.aliases()).stream()
              .filter(one -> one.matches(alias.replace(".", "\\.") + "-[0-9]+"))
              .max(String::compareTo);
      return name.isEmpty() ? Optional.empty() : Optional.of(key(name.get()));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private ServerKey key(String name) throws GeneralSecurityException {
    var password = Keytool.PASSWORD.toCharArray();
    var chain = Stream.of(keys.getCertificateChain(name)).map(X509Certificate.class::cast).toList();
    return new ServerKey((PrivateKey) keys.getKey(name, password), chain);
  }

  /// The server side of TLS for this machine's names.
  public SSLContext server() throws IOException, InterruptedException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {ServerKeys.of(this, _ -> false, _ -> Optional.empty())},
          null,
          new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("there is no TLS with these keys: " + e.getMessage(), e);
    }
  }
}
