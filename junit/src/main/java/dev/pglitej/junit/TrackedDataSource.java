package dev.pglitej.junit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.jdbc.PGliteDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source that knows which of its connections were not closed, and who opened them. Thread-safe. */
final class TrackedDataSource implements DataSource {
    private static final int SWEEP_AT_FIRST = 16;

    private final PGliteDataSource source;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private List<Opened> opened = new ArrayList<>();

    /** How many there may be before those that are closed are forgotten. */
    @GuardedBy("lock")
    private int sweepAt = SWEEP_AT_FIRST;

    /** A connection, and where it came from. */
    record Opened(Connection connection, Throwable at) {
        boolean isOpen() {
            try {
                return !connection.isClosed();
            } catch (SQLException e) {
                return false;
            }
        }
    }

    TrackedDataSource(PGliteDataSource source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return tracked(source.getConnection());
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return tracked(source.getConnection(user, password));
    }

    private Connection tracked(Connection connection) {
        Opened entry = new Opened(connection, new Throwable("the connection was opened here"));
        lock.lock();
        try {
            if (opened.size() >= sweepAt) {
                opened.removeIf(one -> !one.isOpen());
                sweepAt = Math.max(SWEEP_AT_FIRST, 2 * opened.size());
            }
            opened.add(entry);
        } finally {
            lock.unlock();
        }
        return connection;
    }

    /** Those that are open now, from the oldest. They are forgotten. */
    List<Opened> takeOpen() {
        lock.lock();
        try {
            List<Opened> left = opened;
            opened = new ArrayList<>();
            left.removeIf(one -> !one.isOpen());
            return left;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this) || source.isWrapperFor(type);
    }
}
