package dev.pglitej.jdbc;

import dev.pglitej.jdbc.socket.InProcessSocketFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Connects pgjdbc to a database in this process. */
final class Connector {
    /** What pgjdbc takes for a host; no name of a network can be this. */
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
        } finally {
            InProcessSocketFactory.forget(ticket);
        }
    }
}
