// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import dev.windlass.image.InvalidName;
import dev.windlass.registry.api.Amounts;
import dev.windlass.registry.api.Auth;
import dev.windlass.registry.api.Plan;
import dev.windlass.registry.api.Quota;
import dev.windlass.registry.api.QuotaChange;
import dev.windlass.registry.api.Settings;
import dev.windlass.registry.store.Account;
import dev.windlass.registry.store.Account.Terms;
import dev.windlass.registry.store.ApiKey.Role;
import dev.windlass.registry.store.Network;
import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The plan, the quotas, and from where the registry may be reached.
record AccountOperations(Store store) {
  private static final long MEGABYTE = 1 << 20;

  List<Operation> all() {
    return List.of(
        Operation.of("GET", "/auth", this::auth),
        Operation.of("PATCH", "/auth", this::changeAuth),
        Operation.of("GET", "/plans", this::plan),
        Operation.of("PATCH", "/plans", this::changePlan),
        Operation.of("GET", "/quotas", this::quota),
        Operation.of("PATCH", "/quotas", this::changeQuota),
        Operation.of("GET", "/settings", this::settings),
        Operation.of("PATCH", "/settings", this::changeSettings));
  }

  private Reply auth(Call call) {
    call.needForAccount(Role.MANAGER);
    var terms = store.account().terms();
    return Reply.json(
        new Auth(
            true, terms.privateOnly(), texts(terms.allowedIps()), texts(terms.trustedProxies())));
  }

  private static List<String> texts(List<Network> networks) {
    return networks.stream().map(Network::toString).toList();
  }

  private Reply changeAuth(Call call) throws IOException {
    call.needForAccount(Role.MANAGER);
    var wanted = call.body(Auth.class);
    if (Boolean.FALSE.equals(wanted.iamAuthz())) {
      throw Problem.senseless(
          "Roles cannot be switched off.", "they always hold here", "leave iam_authz out");
    }
    var allowed = networks(wanted.allowedIps());
    var proxies = networks(wanted.trustedProxies());
    store
        .account()
        .change(old -> {
          var terms = old.withAllowedIps(allowed.orElse(old.allowedIps()));
          return terms
              .withTrustedProxies(proxies.orElse(old.trustedProxies()))
              .withPrivateOnly(Optional.ofNullable(wanted.privateOnly()).orElse(old.privateOnly()));
        });
    return Reply.empty(204);
  }

  private static Optional<List<Network>> networks(
      @org.jspecify.annotations.Nullable List<String> texts) {
    try {
      return Optional.ofNullable(texts).map(all -> all.stream().map(Network::parse).toList());
    } catch (InvalidName e) {
      throw Problem.of(
          400,
          "CRA0101E",
          "An address range cannot be read.",
          String.valueOf(e.getMessage()),
          "write addresses such as 192.168.1.7, or ranges such as 10.0.0.0/8");
    }
  }

  private Reply plan(Call call) {
    call.needForAccount(Role.MANAGER);
    return Reply.json(new Plan(named(store.account().terms().plan())));
  }

  private static String named(Account.Plan plan) {
    return switch (plan) {
      case FREE -> "Free";
      case STANDARD -> "Standard";
    };
  }

  private Reply changePlan(Call call) throws IOException {
    call.needForAccount(Role.MANAGER);
    var wanted = plan(call.body(Plan.class).plan());
    store.account().change(old -> changed(old, wanted));
    return Reply.empty(200);
  }

  private static Account.Plan plan(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "free" -> Account.Plan.FREE;
      case "standard" -> Account.Plan.STANDARD;
      default ->
          throw Problem.of(
              400,
              "CRP0101E",
              "There is no plan '" + text + "'.",
              "the plans are Free and Standard",
              "name one of these");
    };
  }

  private static Terms changed(Terms old, Account.Plan wanted) {
    if (old.plan() == Account.Plan.STANDARD && wanted == Account.Plan.FREE) {
      throw Problem.of(
          409,
          "CRP0109E",
          "The plan cannot be changed from Standard to Free.",
          "an upgrade is for good",
          "set limits instead: windlass cr quota-set --storage MB --traffic MB");
    }
    return old.plan() == wanted ? old : old.with(wanted, wanted.quota());
  }

  /// Everybody who has any role may know.
  private static void needAnyRole(Call call) {
    if (!call.member().hasAny()) {
      call.needForAccount(Role.READER);
    }
  }

  private Reply quota(Call call) {
    needAnyRole(call);
    var limit = store.account().terms().quota();
    return Reply.json(
        new Quota(
            new Amounts(limit.storage(), limit.traffic()),
            new Amounts(store.account().storageUsed(), store.meter().used())));
  }

  private Reply changeQuota(Call call) throws IOException {
    call.needForAccount(Role.MANAGER);
    var wanted = call.body(QuotaChange.class);
    store.account().change(old -> old.with(old.plan(), changed(old, wanted)));
    return Reply.empty(200);
  }

  private static Account.Quota changed(Terms old, QuotaChange wanted) {
    var quota =
        new Account.Quota(
            bytes(wanted.storageMegabytes(), old.quota().storage()),
            bytes(wanted.trafficMegabytes(), old.quota().traffic()));
    if (!quota.isWithin(old.plan().quota())) {
      var most = old.plan().quota();
      throw Problem.of(
          400,
          "CRQ0101E",
          "The quota is more than the plan allows.",
          "the %s plan has %d MB of storage and %d MB of pull traffic"
              .formatted(named(old.plan()), most.storage() / MEGABYTE, most.traffic() / MEGABYTE),
          "set less, or upgrade: windlass cr plan-upgrade standard");
    }
    return quota;
  }

  private static long bytes(@org.jspecify.annotations.Nullable Long megabytes, long old) {
    if (megabytes == null) {
      return old;
    }
    if (megabytes < -1 || megabytes > Long.MAX_VALUE / MEGABYTE) {
      throw Problem.of(
          400,
          "CRQ0101E",
          "A quota cannot be " + megabytes + " MB.",
          "it is a number of megabytes from 0, or -1 for no limit",
          "give one of these");
    }
    return megabytes < 0 ? -1 : megabytes * MEGABYTE;
  }

  private Reply settings(Call call) {
    needAnyRole(call);
    return Reply.json(new Settings(false));
  }

  private Reply changeSettings(Call call) throws IOException {
    call.needForAccount(Role.MANAGER);
    if (Boolean.TRUE.equals(call.body(Settings.class).platformMetrics())) {
      throw Problem.senseless(
          "Platform metrics cannot be switched on.",
          "this registry does not send any",
          "read the usage instead: windlass cr quota");
    }
    return Reply.empty(204);
  }
}
