// SPDX-License-Identifier: Apache-2.0
package dev.windlass.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Chooses the certificate for the name that a client asks for (RFC 6066, 3): the one that was
/// given for it; for `web.abc.localhost` one for `*.abc.localhost`, which is made at the first such
/// request; and for everybody else the one for this machine. Safe to share between threads.
public final class ServerKeys extends X509ExtendedKeyManager {
  private static final Pattern OF_APP =
      Pattern.compile("[a-z0-9-]{1,63}\\.([a-z0-9-]{1,63}(?:\\.private)?\\.localhost)");

  private static final String MACHINE = "localhost";
  private static final String HERE = "dns:localhost,ip:127.0.0.1,ip:::1";

  private final Authority authority;
  private final Predicate<String> known;
  private final Function<String, Optional<ServerKey>> given;
  private final ConcurrentHashMap<String, ServerKey> byAlias = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ServerKey, String> aliases = new ConcurrentHashMap<>();

  private ServerKeys(
      Authority authority, Predicate<String> known, Function<String, Optional<ServerKey>> given) {
    this.authority = authority;
    this.known = known;
    this.given = given;
  }

  /// @param known whether there is a server of this name, so that strangers cannot ask for
  ///   certificates without end
  /// @param given what somebody else has signed for a name; asked at each connection
  public static ServerKeys of(
      Authority authority, Predicate<String> known, Function<String, Optional<ServerKey>> given)
      throws IOException, InterruptedException {
    var keys = new ServerKeys(authority, known, given);
    keys.byAlias.put(MACHINE, authority.key(MACHINE, HERE));
    return keys;
  }

  /// The same for libraries that want to be given a factory.
  public KeyManagerFactory factory() {
    var provider = new Provider("windlass", "1", "the keys of one engine") {};
    return new KeyManagerFactory(new Given(this), provider, "windlass") {};
  }

  /// A factory that has made already what it makes.
  private static final class Given extends KeyManagerFactorySpi {
    private final KeyManager keys;

    Given(KeyManager keys) {
      this.keys = keys;
    }

    @Override
    protected void engineInit(KeyStore none, char[] password) {}

    @Override
    protected void engineInit(ManagerFactoryParameters none) {}

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return new KeyManager[] {keys};
    }
  }

  /// Nothing for a kind of key that the chosen one is not of: then the next kind is asked for.
  private @Nullable String choose(String type, @Nullable SSLSession session) {
    var alias = host(session).flatMap(this::alias).orElse(MACHINE);
    var chosen = byAlias.get(alias);
    return chosen != null && type.equals(chosen.key().getAlgorithm()) ? alias : null;
  }

  private Optional<String> alias(String host) {
    var name = OF_APP.matcher(host);
    return name.matches() ? own(host, name.group(1)) : given.apply(host).map(this::kept);
  }

  private String kept(ServerKey key) {
    var alias = aliases.computeIfAbsent(key, _ -> "given " + aliases.size());
    byAlias.put(alias, key);
    return alias;
  }

  private static Optional<String> host(@Nullable SSLSession session) {
    return session instanceof ExtendedSSLSession extended
        ? extended.getRequestedServerNames().stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> ((SNIHostName) name).getAsciiName())
            .findFirst()
        : Optional.empty();
  }

  /// The name of the certificate for an app.
  private Optional<String> own(String host, String domain) {
    boolean there = byAlias.containsKey(domain) || (known.test(host) && make(domain));
    return there ? Optional.of(domain) : Optional.empty();
  }

  private boolean make(String domain) {
    try {
      byAlias.put(domain, authority.key(domain, "dns:*." + domain));
      return true;
    } catch (IOException e) {
      System.getLogger(ServerKeys.class.getName())
          .log(System.Logger.Level.WARNING, "no certificate for " + domain, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String type, Principal @Nullable [] issuers, SSLEngine engine) {
    return choose(type, engine.getHandshakeSession());
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return choose(type, socket instanceof SSLSocket safe ? safe.getHandshakeSession() : null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var key = byAlias.get(alias);
    return key == null ? null : key.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    var key = byAlias.get(alias);
    return key == null ? null : key.key();
  }

  @Override
  public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
    return byAlias.entrySet().stream()
        .filter(one -> type.equals(one.getValue().key().getAlgorithm()))
        .map(Map.Entry::getKey)
        .toArray(String[]::new);
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
