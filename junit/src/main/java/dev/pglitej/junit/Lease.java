package dev.pglitej.junit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.PGlite;
import dev.pglitej.jdbc.PGliteDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/** What one test, or one class, was given of a database, and what is to be taken back from it. Thread-safe. */
final class Lease {
    private static final System.Logger LOG = System.getLogger("dev.pglitej.junit");

    private final OpenDatabase database;
    private final TrackedDataSource dataSource;
    private final ReentrantLock lock = new ReentrantLock();

    /** Those that we close ourselves. */
    @GuardedBy("lock")
    private final List<Connection> injected = new ArrayList<>();

    Lease(OpenDatabase database) {
        this.database = database;
        this.dataSource = new TrackedDataSource(new PGliteDataSource(database.database()));
    }

    PGlite database() {
        return database.database();
    }

    DataSource dataSource() {
        return dataSource;
    }

    String url() {
        return database.url();
    }

    /** A new connection, which is closed with the lease. */
    Connection connection() throws SQLException {
        Connection connection = database.database().getConnection();
        lock.lock();
        try {
            injected.add(connection);
        } finally {
            lock.unlock();
        }
        return connection;
    }

    /** Ends transactions that the connections we gave have open, so that a snapshot need not wait for them. */
    void rollBack() {
        for (Connection connection : connections()) {
            try {
                if (!connection.isClosed() && !connection.getAutoCommit()) connection.rollback();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "a connection could not be rolled back", e);
            }
        }
    }

    /** Closes the connections that were injected; the server rolls back what they have open. */
    void closeInjected() {
        for (Connection connection : connections()) closeQuietly(connection);
        lock.lock();
        try {
            injected.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes back everything, and reports the connections that the test has opened and not closed.
     *
     * @param who for the report
     * @return a line for each of them
     */
    List<String> end(String who) {
        closeInjected();
        List<String> leaks = new ArrayList<>();
        for (TrackedDataSource.Opened leak : dataSource.takeOpen()) {
            String message = who + " has not closed a connection; close it, best by try-with-resources";
            LOG.log(System.Logger.Level.WARNING, message, leak.at());
            leaks.add(message + ". It was opened " + place(leak.at()));
            closeQuietly(leak.connection());
        }
        return leaks;
    }

    /** The first line of a stack that is neither ours nor a library's of connections. */
    private static String place(Throwable opened) {
        for (StackTraceElement element : opened.getStackTrace()) {
            if (element.getClassName().equals(TrackedDataSource.class.getName())) continue;
            return "at " + element;
        }
        return "at an unknown place";
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection could not be closed cleanly", e);
        }
    }

    private List<Connection> connections() {
        lock.lock();
        try {
            return List.copyOf(injected);
        } finally {
            lock.unlock();
        }
    }
}
