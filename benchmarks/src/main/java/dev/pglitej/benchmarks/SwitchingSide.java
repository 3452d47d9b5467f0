package dev.pglitej.benchmarks;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * How tests get a database with the schema in it that no other test has touched, as the users of each kind do it. Confined to one
 * thread.
 */
interface SwitchingSide extends AutoCloseable {
    /** A connection to a database of the calling test's own; closed with it, or when the next one is asked for. */
    Connection next() throws SQLException;

    @Override
    void close() throws IOException;

    /**
     * Starts what is there once for all tests.
     *
     * @throws UsageException if there is no side of this name
     */
    static SwitchingSide start(String name, String schema) throws IOException, SQLException {
        return switch (name) {
            case "pglitej" -> new Pglitej(schema);
            case "h2" -> new H2(schema);
            case "zonky" -> new Zonky(schema);
            default -> throw new UsageException("there is no side " + name);
        };
    }

    /** A database with the schema is made once, and each test opens a copy of it. */
    final class Pglitej implements SwitchingSide {
        private final Snapshot migrated;
        private PGlite current;

        Pglitej(String schema) throws SQLException {
            current = PGlite.inMemory();
            try (Connection connection = current.getConnection()) {
                Sql.execute(connection, schema);
            }
            migrated = current.snapshot();
        }

        @Override
        public Connection next() throws SQLException {
            current.close();
            current = migrated.open();
            return current.getConnection();
        }

        @Override
        public void close() {
            current.close();
            migrated.close();
        }
    }

    /** Each test has a database in memory, and makes the schema in it. */
    final class H2 implements SwitchingSide {
        private final String schema;

        H2(String schema) {
            this.schema = schema;
        }

        @Override
        public Connection next() throws SQLException {
            Connection connection = DriverManager.getConnection("jdbc:h2:mem:;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
            Sql.execute(connection, schema);
            return connection;
        }

        @Override
        public void close() {}
    }

    /** A server is started once, the schema is made in a template, and each test has a database that is made from that. */
    final class Zonky implements SwitchingSide {
        private final EmbeddedPostgres server;
        private final DataSource postgres;
        private int databases;

        Zonky(String schema) throws IOException, SQLException {
            server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start();
            postgres = server.getPostgresDatabase();
            execute("create database migrated");
            try (Connection connection =
                    server.getDatabase("postgres", "migrated").getConnection()) {
                Sql.execute(connection, schema);
            }
        }

        private void execute(String command) throws SQLException {
            try (Connection connection = postgres.getConnection()) {
                Sql.execute(connection, command);
            }
        }

        @Override
        public Connection next() throws SQLException {
            if (databases > 0) execute("drop database test" + databases);
            databases++;
            execute("create database test" + databases + " template migrated");
            return server.getDatabase("postgres", "test" + databases).getConnection();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
