// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/// What holds for the whole registry: the plan with its quotas, and from where it may be reached.
/// Safe to share between threads.
public final class Account {
  private final Database database;
  private volatile Terms terms;

  Account(Database database) {
    this.database = database;
    this.terms = database.read(Account::terms);
  }

  /// What a plan allows at most.
  public enum Plan {
    FREE,
    STANDARD;

    public Quota quota() {
      return switch (this) {
        case FREE -> new Quota(512L << 20, 5L << 30);
        case STANDARD -> Quota.NONE;
      };
    }
  }

  /// Limits in bytes; -1 is none.
  ///
  /// @param traffic of a month
  public record Quota(long storage, long traffic) {
    public static final Quota NONE = new Quota(-1, -1);

    /// Whether nothing more is let in: at the limit or above.
    public static boolean isReached(long used, long limit) {
      return limit >= 0 && used >= limit;
    }

    /// Whether this allows no more than the other.
    public boolean isWithin(Quota other) {
      return within(storage, other.storage) && within(traffic, other.traffic);
    }

    private static boolean within(long limit, long other) {
      return other < 0 || (limit >= 0 && limit <= other);
    }
  }

  /// The terms in force.
  ///
  /// @param privateOnly whether pulls and pushes have to come by the private address
  /// @param allowedIps networks from which one may sign in; empty for all
  /// @param trustedProxies networks of proxies whose word on where a request comes from is taken
  public record Terms(
      Plan plan,
      Quota quota,
      boolean privateOnly,
      List<Network> allowedIps,
      List<Network> trustedProxies) {
    public Terms {
      allowedIps = List.copyOf(allowedIps);
      trustedProxies = List.copyOf(trustedProxies);
    }

    public Terms with(Plan plan, Quota quota) {
      return new Terms(plan, quota, privateOnly, allowedIps, trustedProxies);
    }

    public Terms withPrivateOnly(boolean privateOnly) {
      return new Terms(plan, quota, privateOnly, allowedIps, trustedProxies);
    }

    public Terms withAllowedIps(List<Network> allowedIps) {
      return new Terms(plan, quota, privateOnly, allowedIps, trustedProxies);
    }

    public Terms withTrustedProxies(List<Network> trustedProxies) {
      return new Terms(plan, quota, privateOnly, allowedIps, trustedProxies);
    }
  }

  public Terms terms() {
    return terms;
  }

  /// A change of the terms.
  @FunctionalInterface
  public interface Change {
    Terms of(Terms old);
  }

  /// One at a time, so that what is remembered is what was written last.
  public synchronized Terms change(Change change) {
    terms = database.write(sql -> write(sql, change.of(terms(sql))));
    return terms;
  }

  /// Bytes of what live images need, each counted once.
  public long storageUsed() {
    return database.read(sql -> sql.number("select storage_used from account"));
  }

  private static Terms terms(Sql sql) throws SQLException {
    return sql.find(Account::terms, "select * from account").orElseThrow();
  }

  private static Terms terms(ResultSet row) throws SQLException {
    return new Terms(
        Plan.valueOf(row.getString("plan").toUpperCase(Locale.ROOT)),
        new Quota(row.getLong("storage_limit"), row.getLong("traffic_limit")),
        row.getBoolean("private_only"),
        Network.list(row.getString("allowed_ips")),
        Network.list(row.getString("trusted_proxies")));
  }

  private static Terms write(Sql sql, Terms terms) throws SQLException {
    sql.update(
        """
        update account set plan = ?, storage_limit = ?, traffic_limit = ?, private_only = ?,
        allowed_ips = ?, trusted_proxies = ?\
        """,
        terms.plan().name().toLowerCase(Locale.ROOT),
        terms.quota().storage(),
        terms.quota().traffic(),
        terms.privateOnly() ? 1 : 0,
        Network.text(terms.allowedIps()),
        Network.text(terms.trustedProxies()));
    return terms;
  }
}
