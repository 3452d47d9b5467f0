package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.ds.PGPooledConnection;
import org.postgresql.xa.PGXAConnection;

/**
 * As {@link PGliteDataSource}, for transaction managers and application servers. Two-phase commit needs the setting
 * max_prepared_transactions, which is 0 by default: {@code setting.max_prepared_transactions=10} in the URL, or {@link
 * PGlite.Builder#setting}.
 */
@SuppressWarnings("exports") // @Nullable, of a module that compilers alone need
public final class PGliteXADataSource extends PGliteDataSource implements XADataSource, ConnectionPoolDataSource {
    public PGliteXADataSource() {}

    public PGliteXADataSource(String url) {
        super(url);
    }

    public PGliteXADataSource(PGlite database) {
        super(database);
    }

    @Override
    public XAConnection getXAConnection() throws SQLException {
        return xa(getConnection());
    }

    @Override
    public XAConnection getXAConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return xa(getConnection(user, password));
    }

    private static XAConnection xa(Connection connection) throws SQLException {
        return new PGXAConnection(connection.unwrap(BaseConnection.class));
    }

    @Override
    public PooledConnection getPooledConnection() throws SQLException {
        return new PGPooledConnection(getConnection(), true);
    }

    @Override
    public PooledConnection getPooledConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return new PGPooledConnection(getConnection(user, password), true);
    }
}
