// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.util.stream.Collectors.joining;

import dev.windlass.image.Failure.Unreachable.Trouble;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// What a server has shown of itself while a connection was made safe.
///
/// @param protocol empty when it did not come to that
/// @param chain the server's own certificate, then those of whoever signed it
record Shown(String protocol, List<X509Certificate> chain) {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int MOST_NAMES = 10;

  Shown {
    chain = List.copyOf(chain);
  }

  static Shown of(SSLSession session) throws SSLPeerUnverifiedException {
    return new Shown(session.getProtocol(), x509(session.getPeerCertificates()));
  }

  private static List<X509Certificate> x509(Certificate... chain) {
    return Stream.of(chain)
        .filter(X509Certificate.class::isInstance)
        .map(X509Certificate.class::cast)
        .toList();
  }

  /// What was shown and not believed.
  static Optional<Shown> of(Exception why) {
    return causes(why)
        .filter(Trust.Distrusted.class::isInstance)
        .map(cause -> new Shown("", ((Trust.Distrusted) cause).chain()))
        .findFirst();
  }

  private static Stream<Throwable> causes(Throwable why) {
    return Stream.iterate(why, Objects::nonNull, Throwable::getCause).limit(20);
  }

  /// Leaves it as evidence.
  void tell(Steps step) {
    step.saw("protocol", protocol);
    if (!chain.isEmpty()) {
      var own = chain.getFirst();
      step.saw("certificate", own.getSubjectX500Principal().getName());
      step.saw("for", names(own));
      step.saw("from", own.getNotBefore().toInstant().toString());
      step.saw("until", own.getNotAfter().toInstant().toString());
      step.saw(
          "signed by",
          chain.stream()
              .map(certificate -> certificate.getIssuerX500Principal().getName())
              .distinct()
              .collect(joining(" < ")));
    }
  }

  private static String names(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null
          ? ""
          : names.stream()
              .filter(
                  name -> name.getFirst().equals(DNS_NAME) || name.getFirst().equals(IP_ADDRESS))
              .limit(MOST_NAMES)
              .map(name -> String.valueOf(name.get(1)))
              .collect(joining(", "));
    } catch (CertificateParsingException e) {
      return "";
    }
  }

  /// Why a connection could not be made safe.
  static Trouble trouble(Exception why) {
    return causes(why).flatMap(cause -> named(cause).stream()).findFirst().orElse(Trouble.TLS);
  }

  private static Optional<Trouble> named(Throwable cause) {
    return switch (cause) {
      case Trust.Distrusted _ -> Optional.empty(); // what it wraps says more
      case CertificateExpiredException _, CertificateNotYetValidException _ ->
          Optional.of(Trouble.EXPIRED_CERTIFICATE);
      case CertPathBuilderException _ -> Optional.of(Trouble.UNKNOWN_AUTHORITY);
      case CertPathValidatorException broken when broken.getCause() == null ->
          Optional.of(Trouble.UNKNOWN_AUTHORITY);
      case CertificateException other when other.getCause() == null ->
          Optional.of(Trouble.CERTIFICATE_OF_ANOTHER);
      case SocketTimeoutException _ -> Optional.of(Trouble.NO_ANSWER);
      case SocketException _, EOFException _ -> Optional.of(Trouble.BROKEN);
      case Throwable other when isPlain(other) -> Optional.of(Trouble.NO_TLS);
      case Throwable _ -> Optional.empty();
    };
  }

  private static boolean isPlain(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("Unsupported or unrecognized SSL message");
  }
}
