// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whose certificates are believed: those of the authorities that the JDK knows, and those that
/// this machine does, as other tools have it. A change of the machine's list counts from the next
/// connection on. Safe to share between threads.
final class Trust {
  /// Where distributions keep what `update-ca-certificates` and its like have made.
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/cert.pem"));

  private final List<Path> bundles;
  private Optional<Read> last = Optional.empty(); // guarded by this

  /// @param changed when the files were, so that they are read again only then
  private record Read(List<FileTime> changed, SSLSocketFactory sockets) {}

  private Trust(List<Path> bundles) {
    this.bundles = List.copyOf(bundles);
  }

  /// What this machine trusts: the file that `SSL_CERT_FILE` names, or the distribution's own.
  static Trust ofThisMachine() {
    return Optional.ofNullable(System.getenv("SSL_CERT_FILE"))
        .map(file -> in(List.of(Path.of(file))))
        .orElseGet(() -> in(BUNDLES));
  }

  /// The same, and who is in this file.
  Trust and(Path bundle) {
    return in(Stream.concat(bundles.stream(), Stream.of(bundle)).toList());
  }

  /// What is in these files too; those that are not there do not matter.
  static Trust in(List<Path> bundles) {
    return new Trust(bundles);
  }

  /// Makes connections safe.
  synchronized SSLSocketFactory sockets() throws IOException {
    var changed = changes();
    var known = last.filter(read -> read.changed().equals(changed));
    if (known.isPresent()) {
      return known.get().sockets();
    }
    try {
      var sockets = context().getSocketFactory();
      last = Optional.of(new Read(changed, sockets));
      return sockets;
    } catch (GeneralSecurityException e) {
      throw new IOException("the list of trusted authorities cannot be used: " + e.getMessage(), e);
    }
  }

  private List<FileTime> changes() throws IOException {
    var changed = new ArrayList<FileTime>();
    for (var bundle : bundles) {
      try {
        changed.add(Files.getLastModifiedTime(bundle));
      } catch (NoSuchFileException e) {
        changed.add(FileTime.fromMillis(0));
      }
    }
    return changed;
  }

  private SSLContext context() throws GeneralSecurityException, IOException {
    var authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    for (var authority : ofTheJdk().getAcceptedIssuers()) {
      add(authorities, authority);
    }
    for (var bundle : bundles) {
      for (var authority : read(bundle)) {
        add(authorities, authority);
      }
    }
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Witness(manager(authorities))}, new SecureRandom());
    return context;
  }

  private static void add(KeyStore authorities, Certificate authority)
      throws GeneralSecurityException {
    authorities.setCertificateEntry(
        Digest.of(authority.getEncoded()).hex(), authority); // the same one twice is one
  }

  private static X509ExtendedTrustManager ofTheJdk() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return only(factory);
  }

  private static X509ExtendedTrustManager manager(KeyStore authorities)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return only(factory);
  }

  private static X509ExtendedTrustManager only(TrustManagerFactory factory) {
    return Stream.of(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<? extends Certificate> read(Path bundle)
      throws GeneralSecurityException, IOException {
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(bundle))) {
      return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /// A certificate that was not believed, and the chain of it.
  static final class Distrusted extends CertificateException {
    private static final long serialVersionUID = 1;
    private final transient List<X509Certificate> chain;

    private Distrusted(CertificateException why, X509Certificate[] chain) {
      super(why.getMessage(), why);
      this.chain = List.of(chain);
    }

    List<X509Certificate> chain() {
      return chain;
    }
  }

  /// Keeps what was shown when it is not believed, which the JDK forgets.
  private static final class Witness extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    Witness(X509ExtendedTrustManager judge) {
      this.judge = judge;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      try {
        judge.checkServerTrusted(chain, type, socket);
      } catch (CertificateException e) {
        throw new Distrusted(e, chain);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      judge.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      judge.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      judge.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      judge.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      judge.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return judge.getAcceptedIssuers();
    }
  }
}
