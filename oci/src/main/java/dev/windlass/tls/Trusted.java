// SPDX-License-Identifier: Apache-2.0
package dev.windlass.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom the clients of this process believe.
public final class Trusted {
  private Trusted() {}

  /// From now on, everything in this process that says nothing else believes this authority too,
  /// beside those that the JDK knows.
  ///
  /// @param pem a certificate
  public static void byThisProcess(String pem) throws IOException {
    try {
      var authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      int number = 0;
      for (var authority : ofTheJdk()) {
        authorities.setCertificateEntry("jdk-" + number++, authority);
      }
      authorities.setCertificateEntry("own", certificate(pem));
      var managers = factory(authorities).getTrustManagers();
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers, new SecureRandom());
      SSLContext.setDefault(context);
    } catch (GeneralSecurityException e) {
      throw new IOException("this certificate cannot be trusted: " + e.getMessage(), e);
    }
  }

  private static X509Certificate certificate(String pem) throws GeneralSecurityException {
    var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
  }

  private static X509Certificate[] ofTheJdk() throws GeneralSecurityException {
    return Stream.of(factory(null).getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(manager -> ((X509TrustManager) manager).getAcceptedIssuers())
        .findFirst()
        .orElse(new X509Certificate[0]);
  }

  private static TrustManagerFactory factory(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return factory;
  }
}
