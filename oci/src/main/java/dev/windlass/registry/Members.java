// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.management.Member;
import dev.windlass.registry.store.ApiKey;
import dev.windlass.registry.store.ApiKey.Role;
import java.net.InetAddress;
import java.util.Optional;

/// Knows for the management API who asks: by an API key, plain or as a password, or by a token.
record Members(Rights rights, Doorman doorman, Tokens tokens) implements Member.Registrar {
  private static final String BEARER = "bearer ";

  @Override
  public Optional<Member> find(String authorization, InetAddress from) {
    var caller = caller(authorization).filter(known -> !known.isNameless());
    return caller.filter(known -> isLetIn(known, from)).map(this::member);
  }

  private Optional<Caller> caller(String authorization) {
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      var shown = authorization.substring(BEARER.length()).strip();
      return rights.ofKey(shown).or(() -> ofToken(shown));
    }
    return Basic.parse(authorization)
        .flatMap(basic -> rights.signIn(basic.username(), basic.password()));
  }

  private Optional<Caller> ofToken(String token) {
    return tokens.pass(token).map(Pass::caller).filter(rights::isKnown);
  }

  /// From this machine the lists of addresses can always be mended.
  private boolean isLetIn(Caller caller, InetAddress from) {
    return from.isLoopbackAddress() || doorman.allows(from, caller);
  }

  private Member member(Caller caller) {
    return rights.key(caller).<Member>map(KeyHolder::new).orElseGet(() -> new Owner(caller.id()));
  }

  /// Knows the key of the engine.
  private record Owner(String id) implements Member {
    @Override
    public boolean has(Role role, String namespace) {
      return true;
    }

    @Override
    public boolean hasAny() {
      return true;
    }
  }

  /// Has a key with some roles.
  private record KeyHolder(ApiKey key) implements Member {
    @Override
    public String id() {
      return key.id();
    }

    @Override
    public boolean has(Role role, String namespace) {
      return key.has(role, namespace);
    }

    @Override
    public boolean hasAny() {
      return !key.access().isEmpty();
    }
  }
}
