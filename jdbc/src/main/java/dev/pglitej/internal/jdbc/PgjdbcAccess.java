package dev.pglitej.internal.jdbc;

import dev.pglitej.api.Notification;
import dev.pglitej.api.Subscription;
import dev.pglitej.jdbc.PGliteDataSource;
import dev.pglitej.spi.JdbcAccess;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** The JDBC of PGlite's own methods; public for {@link java.util.ServiceLoader}. Immutable. */
public final class PgjdbcAccess implements JdbcAccess {
    @Override
    public DataSource dataSource(Sessions sessions) {
        return new PGliteDataSource(sessions);
    }

    @Override
    public Subscription listen(Sessions sessions, String channel, Consumer<Notification> listener) throws SQLException {
        return ListeningThread.start(dataSource(sessions).getConnection(), channel, listener);
    }

    @Override
    public long copyIn(Sessions sessions, String sql, InputStream from) throws SQLException, IOException {
        try (Connection connection = dataSource(sessions).getConnection()) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, from);
        }
    }

    @Override
    public long copyOut(Sessions sessions, String sql, OutputStream to) throws SQLException, IOException {
        try (Connection connection = dataSource(sessions).getConnection()) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, to);
        }
    }
}
