package dev.pglitej.spi;

import dev.pglitej.api.Notification;
import dev.pglitej.api.Subscription;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** What the JDBC methods of PGlite do; the module pglitej-jdbc provides it. Thread-safe. */
public interface JdbcAccess {
    /** Connections to the database of these sessions, each new. The data source keeps a reference to {@code sessions}. */
    DataSource dataSource(Sessions sessions);

    /**
     * Calls the listener with every notification of the channel, in a session of the subscription's own.
     *
     * @param channel its name, exactly
     * @throws SQLException if there is no session, or LISTEN fails
     */
    Subscription listen(Sessions sessions, String channel, Consumer<Notification> listener) throws SQLException;

    /**
     * Runs COPY … FROM STDIN with the bytes of the stream, in a session and transaction of its own.
     *
     * @return how many rows were copied
     */
    long copyIn(Sessions sessions, String sql, InputStream from) throws SQLException, IOException;

    /**
     * Runs COPY … TO STDOUT into the stream, which stays open, in a session of its own.
     *
     * @return how many rows were copied
     */
    long copyOut(Sessions sessions, String sql, OutputStream to) throws SQLException, IOException;
}
