package dev.pglitej.internal.jdbc;

import dev.pglitej.api.Notification;
import dev.pglitej.api.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A thread that waits for the notifications of one channel and hands them over. Thread-safe. */
final class ListeningThread implements Subscription {
    private static final System.Logger LOG = System.getLogger("dev.pglitej.jdbc");
    /** To pgjdbc, a wait without end. */
    private static final int FOREVER = 0;

    private final Connection connection;
    private final String channel;
    private final Consumer<Notification> listener;
    private volatile boolean closed;

    private ListeningThread(Connection connection, String channel, Consumer<Notification> listener) {
        this.connection = connection;
        this.channel = channel;
        this.listener = listener;
    }

    /** Listens on the connection, which is this subscription's own from now on, also if this fails. */
    static Subscription start(Connection connection, String channel, Consumer<Notification> listener)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean ignored = statement.execute("listen \"" + channel.replace("\"", "\"\"") + "\"");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        ListeningThread subscription = new ListeningThread(connection, channel, listener);
        Thread thread = new Thread(subscription::run, "pglitej listens to " + channel);
        thread.setDaemon(true);
        thread.start();
        return subscription;
    }

    private void run() {
        try {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (!closed) {
                for (PGNotification each : postgres.getNotifications(FOREVER)) handOver(each);
            }
        } catch (SQLException | RuntimeException | Error e) {
            if (!closed) LOG.log(System.Logger.Level.WARNING, "listening to channel " + channel + " ended", e);
        } finally {
            close();
        }
    }

    private void handOver(PGNotification each) {
        try {
            listener.accept(new Notification(each.getName(), each.getParameter(), each.getPID()));
        } catch (RuntimeException | Error e) {
            // Also a failed assertion: what comes next is for the listener all the same.
            LOG.log(System.Logger.Level.WARNING, "the listener to channel " + channel + " failed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection that listened to " + channel + " was gone already", e);
        }
    }
}
