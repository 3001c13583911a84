// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.DomainMappingPrototype;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Observations.Nothing;
import dev.windlass.tls.ServerKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The domain mappings, and which of them hold now: whether one does is found out from what is in
/// the store, whenever somebody asks.
///
/// @param domain what the names end with that the engine gives itself
public record Domains(Contents store, String domain, InstantSource clock) {
  private static final Comparator<Resource<DomainMappingPrototype, Nothing>> FIRST =
      Comparator.<Resource<DomainMappingPrototype, Nothing>, Instant>comparing(Resource::createdAt)
          .thenComparing(Resource::id);

  /// How a domain mapping stands.
  ///
  /// @param reason Code Engine's word
  /// @param diagnosis null when it holds
  public record Standing(String reason, @Nullable Diagnosis diagnosis) {
    public boolean holds() {
      return diagnosis == null;
    }
  }

  /// What is in the way of serving, if anything.
  public Standing of(Resource<DomainMappingPrototype, Nothing> mapping) {
    return appMissing(mapping)
        .or(() -> claimed(mapping))
        .or(() -> keyMissing(mapping))
        .orElse(new Standing("ready", null));
  }

  private Optional<Standing> appMissing(Resource<DomainMappingPrototype, Nothing> mapping) {
    var app = mapping.wanted().component().name();
    if (store.find(Kind.APP, new Key(mapping.key().project(), app)).isPresent()) {
      return Optional.empty();
    }
    return failed(
        "app_ref_failed",
        mapping,
        Cause.SETTING_INVALID,
        "Application '%s' does not exist in the project".formatted(app),
        "make it, or name another: windlass domainmapping update --domain-name %s --target APP"
            .formatted(mapping.key().name()));
  }

  private Optional<Standing> claimed(Resource<DomainMappingPrototype, Nothing> mapping) {
    boolean first =
        store.list(Kind.DOMAIN_MAPPING, "").stream()
            .filter(one -> one.key().name().equals(mapping.key().name()))
            .min(FIRST)
            .filter(one -> !one.id().equals(mapping.id()))
            .isEmpty();
    return first
        ? Optional.empty()
        : failed(
            "domain_already_claimed",
            mapping,
            Cause.NAME_TAKEN,
            "another project on this engine had the name before",
            "delete it there, or choose another name");
  }

  private Optional<Standing> keyMissing(Resource<DomainMappingPrototype, Nothing> mapping) {
    var name = mapping.key().name();
    var secret = mapping.wanted().tlsSecret();
    var data = data(mapping);
    if (data.isEmpty()) {
      return failed(
          "failed_reconcile_ingress",
          mapping,
          Cause.CONFIGURATION_ABSENT,
          "secret '%s' does not exist, or is not of the format tls".formatted(secret),
          ("windlass secret create --format tls --name %s --cert-chain-file CHAIN.pem"
                  + " --private-key-file KEY.pem")
              .formatted(secret));
    }
    return unusable(data.get(), name)
        .flatMap(unusable ->
            failed(
                "failed_reconcile_ingress",
                mapping,
                Cause.SETTING_INVALID,
                "secret '%s': %s".formatted(secret, unusable.getMessage()),
                unusable.fix()
                    + "; then windlass secret update --name %s".formatted(secret)
                    + " --cert-chain-file CHAIN.pem --private-key-file KEY.pem"));
  }

  private static Optional<Standing> failed(
      String reason,
      Resource<DomainMappingPrototype, Nothing> mapping,
      Cause cause,
      String why,
      String fix) {
    var problem = "The domain mapping '%s' does not hold".formatted(mapping.key().name());
    return Optional.of(new Standing(reason, new Diagnosis(cause.id(), problem, why, fix, "")));
  }

  private Optional<Map<String, String>> data(Resource<DomainMappingPrototype, Nothing> mapping) {
    return store
        .find(Kind.SECRET, new Key(mapping.key().project(), mapping.wanted().tlsSecret()))
        .map(Resource::wanted)
        .filter(secret -> secret.format().equals("tls"))
        .flatMap(secret -> Optional.ofNullable(secret.data()));
  }

  private Optional<ServerKey.Unusable> unusable(Map<String, String> data, String host) {
    try {
      key(data).refuseFor(host, clock.instant());
      return Optional.empty();
    } catch (ServerKey.Unusable e) {
      return Optional.of(e);
    }
  }

  private static ServerKey key(Map<String, String> data) throws ServerKey.Unusable {
    return ServerKey.parse(data.getOrDefault("tls_cert", ""), data.getOrDefault("tls_key", ""));
  }

  /// The names that lead to an app now.
  public List<String> of(Key app) {
    return store.list(Kind.DOMAIN_MAPPING, app.project()).stream()
        .filter(mapping -> mapping.wanted().component().name().equals(app.name()))
        .filter(mapping -> of(mapping).holds())
        .map(mapping -> mapping.key().name())
        .toList();
  }

  /// What a client is shown that asks for this name.
  public Optional<ServerKey> key(String host) {
    return store.list(Kind.DOMAIN_MAPPING, "").stream()
        .filter(mapping -> mapping.key().name().equals(host))
        .filter(mapping -> of(mapping).holds())
        .findFirst()
        .flatMap(this::data)
        .flatMap(Domains::read);
  }

  private static Optional<ServerKey> read(Map<String, String> data) {
    try {
      return Optional.of(key(data));
    } catch (ServerKey.Unusable changedMeanwhile) {
      return Optional.empty();
    }
  }

  /// Where whoever owns the name has it lead.
  public String cname(String subdomain) {
    return "custom." + subdomain + "." + domain;
  }
}
