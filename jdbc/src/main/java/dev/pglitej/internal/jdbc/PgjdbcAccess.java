package dev.pglitej.internal.jdbc;

import dev.pglitej.PGlite;
import dev.pglitej.api.Notification;
import dev.pglitej.api.Subscription;
import dev.pglitej.jdbc.PGliteDataSource;
import dev.pglitej.spi.JdbcAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** The JDBC of {@link PGlite}'s own methods; public for {@link java.util.ServiceLoader}. Immutable. */
public final class PgjdbcAccess implements JdbcAccess {
    @Override
    public DataSource dataSource(PGlite database) {
        return new PGliteDataSource(database);
    }

    @Override
    public Subscription listen(PGlite database, String channel, Consumer<Notification> listener) throws SQLException {
        return ListeningThread.start(dataSource(database).getConnection(), channel, listener);
    }

    @Override
    public long copyIn(PGlite database, String sql, InputStream from) throws SQLException, IOException {
        try (Connection connection = dataSource(database).getConnection()) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, from);
        }
    }

    @Override
    public long copyOut(PGlite database, String sql, OutputStream to) throws SQLException, IOException {
        try (Connection connection = dataSource(database).getConnection()) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, to);
        }
    }
}
