package dev.pglitej.server;

import dev.pglitej.PGlite;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** A database in memory behind a real server, for tests that meet it through pgjdbc. Safe for all threads. */
final class ServedPostgres implements AutoCloseable {
    private final DatabaseBinding database;
    private final Server server;

    private ServedPostgres(DatabaseBinding database, Server server) {
        this.database = database;
        this.server = server;
    }

    static ServedPostgres start() throws IOException {
        TestLog log = new TestLog();
        DatabaseBinding database = new DatabaseBinding(PGlite.inMemory());
        ServerOptions options = ServerOptions.defaults().withSessions(100);
        return new ServedPostgres(database, Server.start(Server.bind("127.0.0.1", 0), database, options, log));
    }

    InetSocketAddress address() {
        return server.address();
    }

    Connection connect() throws SQLException {
        return connect("postgres", "postgres", Map.of());
    }

    Connection connect(String user, String database, Map<String, String> more) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", user);
        properties.putAll(more);
        String url = "jdbc:postgresql://127.0.0.1:" + server.address().getPort() + "/" + database;
        return DriverManager.getConnection(url, properties);
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
