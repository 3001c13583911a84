// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.tls.Keytool;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/// An authority of our own and the good and bad certificates that it signs. They live in memory,
/// and nobody has the keys after that.
final class Certificates {
  /// Which certificate a server shows.
  enum Kind {
    GOOD,
    EXPIRED,
    OTHER_NAME,
    /// Good, but signed by itself and not by the authority.
    STRANGER
  }

  private static final String AUTHORITY = "authority";
  private static final String HERE = "san=dns:localhost,ip:127.0.0.1";

  private final KeyStore all;

  private Certificates(KeyStore all) {
    this.all = all;
  }

  /// Takes some seconds: each certificate is made by a program of its own.
  static Certificates make(Limits limits) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("windlass-chaos-");
    var file = folder.resolve("keys.p12");
    try {
      var tool = new Keytool(file, limits.tool());
      tool.make(AUTHORITY, "CN=Windlass registry-chaos", "-ext", "bc=ca:true");
      tool.make(name(Kind.GOOD), "CN=localhost", "-signer", AUTHORITY, "-ext", HERE);
      tool.make(
          name(Kind.EXPIRED),
          "CN=localhost",
          "-signer",
          AUTHORITY,
          "-ext",
          HERE,
          "-startdate",
          "-2y");
      tool.make(
          name(Kind.OTHER_NAME),
          "CN=registry.example",
          "-signer",
          AUTHORITY,
          "-ext",
          "san=dns:registry.example");
      tool.make(name(Kind.STRANGER), "CN=localhost", "-ext", HERE);
      return new Certificates(KeyStore.getInstance(file.toFile(), Keytool.PASSWORD.toCharArray()));
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates that keytool made cannot be read", e);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /// The certificate that clients have to trust for the good one to be good, as PEM.
  String authority() throws IOException {
    try {
      return pem(all.getCertificate(AUTHORITY));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    var lines =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
    return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
  }

  /// Makes server sides of TLS with one of the certificates.
  SSLSocketFactory server(Kind kind) throws IOException {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(only(name(kind)), Keytool.PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, new SecureRandom());
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException("there is no TLS with the certificate " + kind, e);
    }
  }

  private KeyStore only(String name) throws GeneralSecurityException, IOException {
    var password = Keytool.PASSWORD.toCharArray();
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    store.setKeyEntry(name, all.getKey(name, password), password, all.getCertificateChain(name));
    return store;
  }
}
