// SPDX-License-Identifier: Apache-2.0
package dev.windlass.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// A private key, and the certificates that say whose it is, its own first.
public record ServerKey(PrivateKey key, List<X509Certificate> chain) {
  private static final Pattern PRIVATE =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");

  /// As RFC 5280, 4.2.1.6 numbers what a name may be.
  private static final int DNS_NAME = 2;

  public ServerKey {
    chain = List.copyOf(chain);
  }

  /// What was given is no pair of a certificate and its key. The message says what is wrong, and
  /// shows nothing of the key.
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;
    private final String fix;

    Unusable(String message, String fix) {
      super(message);
      this.fix = fix;
    }

    /// What to do now.
    public String fix() {
      return fix;
    }
  }

  /// Reads PEM (RFC 7468).
  ///
  /// @param certificates the server's own and then those in between, up to one whose signer clients
  ///   know
  /// @param key as PKCS #8, not encrypted
  /// @throws Unusable when one of them cannot be read, or they do not belong together
  public static ServerKey parse(String certificates, String key) throws Unusable {
    var chain = certificates(certificates);
    var read = new ServerKey(key(key, chain.getFirst().getPublicKey().getAlgorithm()), chain);
    read.refuseStranger();
    return read;
  }

  private static List<X509Certificate> certificates(String pem) throws Unusable {
    try {
      var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
      var all =
          CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!all.isEmpty()) {
        return all;
      }
    } catch (CertificateException e) {
      throw new Unusable(
          "the certificate cannot be read: " + e.getMessage(), "give it as PEM, its chain behind");
    }
    throw new Unusable("there is no certificate in it", "give it as PEM, its chain behind");
  }

  private static PrivateKey key(String pem, String algorithm) throws Unusable {
    var found = PRIVATE.matcher(pem);
    if (!found.find()) {
      throw new Unusable("there is no private key in it", "give it as PEM");
    }
    if (!found.group(1).equals("PRIVATE KEY")) {
      throw new Unusable(
          "the private key is in the form '%s', which is not PKCS #8".formatted(found.group(1)),
          "convert it: openssl pkcs8 -topk8 -nocrypt -in KEY.pem -out NEW.pem");
    }
    try {
      var bytes = Base64.getMimeDecoder().decode(found.group(2));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Unusable(
          "the private key is no %s key, as the certificate is for".formatted(algorithm),
          "give the key that the certificate was made with");
    }
  }

  /// Signs something, and asks the certificate whether it was this one.
  private void refuseStranger() throws Unusable {
    if (!fits(chain.getFirst().getPublicKey())) {
      throw new Unusable(
          "the private key is not the one of the certificate",
          "give the key that the certificate was made with");
    }
  }

  private boolean fits(PublicKey of) throws Unusable {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case String other -> other;
        };
    try {
      var challenge = new byte[32];
      new SecureRandom().nextBytes(challenge);
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(challenge);
      var signed = signature.sign();
      signature.initVerify(of);
      signature.update(challenge);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      throw new Unusable(
          "a key of the kind %s cannot be used: %s".formatted(key.getAlgorithm(), e.getMessage()),
          "use an EC, RSA or Ed25519 key");
    }
  }

  /// Whether clients believe that it is the server of this name (RFC 9525, 6.3).
  private boolean covers(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    var wild = name.replaceFirst("^[^.]+", "*");
    return names().stream().anyMatch(one -> one.equals(name) || one.equals(wild));
  }

  /// @throws Unusable when clients that ask for this name would not believe it now
  public void refuseFor(String host, Instant now) throws Unusable {
    if (!covers(host)) {
      throw new Unusable(
          "the certificate is for %s, not for %s".formatted(names(), host),
          "have one signed for that name");
    }
    if (now.isAfter(ends())) {
      throw new Unusable("the certificate ended at " + ends(), "have it renewed");
    }
    if (now.isBefore(begins())) {
      throw new Unusable("the certificate begins at " + begins(), "wait, or correct the clock");
    }
  }

  /// The host names that it is for.
  private List<String> names() {
    try {
      return Objects.requireNonNullElse(
              chain.getFirst().getSubjectAlternativeNames(), List.<List<?>>of())
          .stream()
          .filter(name -> name.getFirst().equals(DNS_NAME))
          .map(name -> name.getLast().toString().toLowerCase(Locale.ROOT))
          .toList();
    } catch (CertificateException unreadable) {
      return List.of();
    }
  }

  /// When the first of its certificates is not valid any more.
  Instant ends() {
    return chain.stream().map(one -> one.getNotAfter().toInstant()).min(Instant::compareTo).get();
  }

  /// When the last of its certificates is valid.
  private Instant begins() {
    return chain.stream().map(one -> one.getNotBefore().toInstant()).max(Instant::compareTo).get();
  }

  /// Of a key, only what is public.
  @Override
  public String toString() {
    return "ServerKey[" + names() + "]";
  }
}
