package dev.pglitej.conformance;

import dev.pglitej.PGlite;
import dev.pglitej.server.Server;
import dev.pglitej.server.ServerLog;
import dev.pglitej.server.ServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** A database behind a server on any free port. Thread-safe. */
public final class ServedDatabase implements AutoCloseable {
    private final PGlite database;
    private final Server server;

    private ServedDatabase(PGlite database) throws IOException {
        this.database = database;
        this.server =
                Server.start(Server.bind("127.0.0.1", 0), database, ServerOptions.defaults(), ServerLog.to(System.err));
    }

    public static ServedDatabase inMemory() throws IOException {
        return serve(PGlite.builder());
    }

    public static ServedDatabase in(Path directory) throws IOException {
        return serve(PGlite.builder().directory(directory));
    }

    public static ServedDatabase serve(PGlite.Builder builder) throws IOException {
        PGlite database = builder.open();
        try {
            return new ServedDatabase(database);
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    public InetSocketAddress address() {
        return server.address();
    }

    public String url() {
        return "jdbc:postgresql://" + server.hostAndPort()
                + "/postgres?user=postgres&sslmode=disable&gssEncMode=disable";
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    public Connection connect(String user, String name) throws SQLException {
        return connect(user, name, Map.of());
    }

    public Connection connect(String user, String name, Map<String, String> parameters) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.putAll(parameters);
        return DriverManager.getConnection("jdbc:postgresql://" + server.hostAndPort() + "/" + name, properties);
    }

    @Override
    public void close() {
        try (database) {
            server.close();
        }
    }
}
