package dev.pglitej.jdbc;

import dev.pglitej.internal.jdbc.socket.InProcessSocketFactory;
import dev.pglitej.internal.jdbc.socket.SessionNotOpenedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Connects pgjdbc to a database in this process. */
// RATIONALE: "Why does JDBC use PostgreSQL's own driver, over sockets in memory?"
// RATIONALE: "Why do connections say jdbc:postgresql: in their metadata?"
final class Connector {
    /** pgjdbc takes this for a host. It never looks the name up. */
    private static final String URL = "jdbc:postgresql://in-process/";

    private static final Driver DRIVER = new Driver();

    private Connector() {}

    /** @param properties pgjdbc's, as {@link Parameters#forDriver} gives them */
    static Connection connect(DatabaseHolder database, Properties properties) throws SQLException {
        ConnectionOwner owner = new ConnectionOwner(database);
        String ticket = InProcessSocketFactory.leave(owner);
        try {
            Properties complete = new Properties();
            complete.putAll(properties);
            complete.setProperty(PGProperty.SOCKET_FACTORY.getName(), InProcessSocketFactory.class.getName());
            complete.setProperty(PGProperty.SOCKET_FACTORY_ARG.getName(), ticket);
            Connection connection = DRIVER.connect(URL, complete);
            if (connection == null) throw new SQLException("pgjdbc did not take its own URL " + URL);
            owner.opened(connection);
            return connection;
        } catch (SQLException e) {
            // pgjdbc's own message only says that a connection attempt failed.
            if (!(e.getCause() instanceof SessionNotOpenedException reason)) throw e;
            throw new SQLNonTransientConnectionException(reason.getMessage(), "08001", e);
        } finally {
            InProcessSocketFactory.forget(ticket);
        }
    }
}
