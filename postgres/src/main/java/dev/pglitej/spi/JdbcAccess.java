package dev.pglitej.spi;

import dev.pglitej.api.Notification;
import dev.pglitej.api.Subscription;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The implementation of the JDBC methods of {@link dev.pglitej.PGlite}. The module pglitej-jdbc provides it as a service. Thread-safe. */
public interface JdbcAccess {
    /**
     * A source of new connections to the database that {@code sessions} opens sessions on. It keeps a reference to {@code sessions} and
     * need not be closed.
     */
    DataSource dataSource(Sessions sessions);

    /**
     * Calls the listener with every notification of the channel, one at a time, on a daemon thread. The subscription holds a session of its
     * own until it is closed.
     *
     * @param channel the exact name: no quotes around it, and upper case stays
     * @throws SQLException if the database refuses the session, or LISTEN fails
     */
    Subscription listen(Sessions sessions, String channel, Consumer<Notification> listener) throws SQLException;

    /**
     * Runs COPY … FROM STDIN with the bytes of the stream, in a session and transaction of its own.
     *
     * @return how many rows were copied
     * @throws SQLException if the database refuses the session, or the statement fails; no row is copied then
     * @throws IOException if the stream cannot be read; no row is copied then
     */
    long copyIn(Sessions sessions, String sql, InputStream from) throws SQLException, IOException;

    /**
     * Runs COPY … TO STDOUT into the stream, which stays open, in a session of its own.
     *
     * @return how many rows were copied
     * @throws SQLException if the database refuses the session, or the statement fails
     * @throws IOException if the stream cannot be written
     */
    long copyOut(Sessions sessions, String sql, OutputStream to) throws SQLException, IOException;
}
