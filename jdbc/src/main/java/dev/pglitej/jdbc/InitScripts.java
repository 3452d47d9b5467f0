package dev.pglitej.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The SQL that a database runs when it is opened: files, or resources of the class path, separated by commas. */
final class InitScripts {
    private static final String CLASS_PATH = "classpath:";

    private InitScripts() {}

    /** @throws IllegalArgumentException if a script cannot be read, or fails */
    static void run(DatabaseHolder database, String scripts) {
        // Parsed by the server alone: pgjdbc would see a parameter in every question mark.
        Properties properties = Parameters.forDriver(Map.of("preferQueryMode", "simple"));
        try (Connection connection = Connector.connect(database, properties);
                Statement statement = connection.createStatement()) {
            for (String script : scripts.split(",", -1)) run(statement, script.strip());
        } catch (SQLException e) {
            throw new IllegalArgumentException("the init script failed: " + e.getMessage(), e);
        }
    }

    private static void run(Statement statement, String script) throws SQLException {
        String sql = text(script);
        try {
            boolean ignored = statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalArgumentException("init script " + script + " failed: " + e.getMessage(), e);
        }
    }

    private static String text(String script) {
        try {
            return script.startsWith(CLASS_PATH)
                    ? resource(script.substring(CLASS_PATH.length()))
                    : Files.readString(Path.of(script));
        } catch (IOException e) {
            throw new IllegalArgumentException("init script " + script + " cannot be read: " + e, e);
        }
    }

    private static String resource(String name) throws IOException {
        String absolute = name.startsWith("/") ? name.substring(1) : name;
        @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? InitScripts.class.getClassLoader() : context;
        try (InputStream stream = loader.getResourceAsStream(absolute)) {
            if (stream == null) throw new IOException("it is not on the class path");
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
