// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.sqlite.DatabaseException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The resources as they are within a write.
record TableContents(ResourceTable table) implements Contents {
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws SQLException;
  }

  @Override
  public <W, O> Optional<Resource<W, O>> find(Kind<W, O> kind, Key key) {
    return read(() -> table.find(kind, key));
  }

  @Override
  public <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project) {
    return read(() -> table.list(kind, project));
  }

  @Override
  public int count(Kind<?, ?> kind, String project) {
    return read(() -> table.count(kind, project));
  }

  private static <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (SQLException e) {
      throw new DatabaseException("cannot read the database", e);
    }
  }
}
