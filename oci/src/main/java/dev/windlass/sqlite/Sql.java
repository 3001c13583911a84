// SPDX-License-Identifier: Apache-2.0
package dev.windlass.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Statements with their values, on one connection, each prepared once. Their texts must come from
/// a fixed set. For one thread at a time; a reader of rows must not run the statement that it
/// reads.
public final class Sql {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /// Makes something of the row that the result set stands on.
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private interface Step<T> {
    T on(PreparedStatement statement) throws SQLException;
  }

  public <T> List<T> select(RowReader<T> reader, String sql, Object... values) throws SQLException {
    return run(
        sql,
        values,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            var found = new ArrayList<T>();
            while (rows.next()) {
              found.add(reader.read(rows));
            }
            return found;
          }
        });
  }

  /// The first row; nothing when there is none.
  public <T> Optional<T> find(RowReader<T> reader, String sql, Object... values)
      throws SQLException {
    return run(
        sql,
        values,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
          }
        });
  }

  /// The first column of the one row there is, as a number; a sum over nothing is 0.
  public long number(String sql, Object... values) throws SQLException {
    return find(row -> row.getLong(1), sql, values).orElse(0L);
  }

  /// Returns how many rows it changed.
  public int update(String sql, Object... values) throws SQLException {
    return run(sql, values, PreparedStatement::executeUpdate);
  }

  Connection connection() {
    return connection;
  }

  /// The driver closes a statement that failed, when the disk was full for example, so such a one
  /// is not used again.
  private <T> T run(String sql, Object[] values, Step<T> step) throws SQLException {
    try {
      return step.on(prepare(sql, values));
    } catch (SQLException e) {
      forget(sql, e);
      throw e;
    }
  }

  private void forget(String sql, SQLException trouble) {
    try (var _ = prepared.remove(sql)) {
    } catch (SQLException e) {
      trouble.addSuppressed(e);
    }
  }

  @SuppressWarnings("resource") // closed with the connection
  private PreparedStatement prepare(String sql, Object[] values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
