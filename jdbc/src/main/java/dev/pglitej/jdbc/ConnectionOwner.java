package dev.pglitej.jdbc;

import dev.pglitej.internal.jdbc.socket.SocketOwner;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a database. It keeps the database open as long as it has sockets, and reports a connection that was never closed.
 * Thread-safe.
 */
final class ConnectionOwner implements SocketOwner {
    private static final System.Logger LOG = System.getLogger("dev.pglitej.jdbc");

    private final DatabaseHolder database;
    private final Throwable openedAt = new Throwable("the connection was opened here");
    private volatile @Nullable WeakReference<Connection> connection;

    ConnectionOwner(DatabaseHolder database) {
        this.database = database;
    }

    void opened(Connection made) {
        connection = new WeakReference<>(made);
    }

    @Override
    public Sessions sessions() {
        return database.sessions();
    }

    @Override
    public Hold hold() throws IOException {
        try {
            return database.hold();
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** pgjdbc closes connections that became unreachable without having been closed. */
    @Override
    public void closing() {
        WeakReference<Connection> present = connection;
        if (present == null || present.get() != null) return;
        connection = null;
        LOG.log(
                System.Logger.Level.WARNING,
                "a connection to " + database.name() + " was never closed; close it, best by try-with-resources",
                openedAt);
    }
}
