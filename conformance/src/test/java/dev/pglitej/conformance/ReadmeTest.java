package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import dev.pglitej.api.Durability;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of directories, copies, backups and extensions that the README and the guides show. */
final class ReadmeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @Test
    void aDirectory() throws SQLException {
        Path directory = temporary.resolve("data");
        try (PGlite database = PGlite.builder()
                        .directory(directory)
                        .durability(Durability.RELAXED)
                        .setting("work_mem", "64MB")
                        .initSql("create table visits (at timestamptz default now())")
                        .open();
                Connection connection = database.getConnection()) {
            connection.createStatement().execute("insert into visits default values");
        }
        try (PGlite database = PGlite.open(directory)) {
            assertThat(value(database, "select count(*) from visits")).isEqualTo("1");
        }
    }

    @Test
    void aBackup() throws SQLException {
        Path backups = temporary.resolve("backups");
        try (PGlite database =
                PGlite.builder().initSql("create table t as select 42 n").open()) {
            database.backup(backups.resolve("monday.tar.gz"));
            PGlite.restore(backups.resolve("monday.tar.gz"), backups.resolve("restored"));
            try (PGlite restored = PGlite.open(backups.resolve("restored"))) {
                assertThat(value(restored, "select n from t")).isEqualTo("42");
            }
        }
    }

    @Test
    void forksAndSnapshots() throws SQLException {
        Path file = temporary.resolve("visits.snapshot");
        try (PGlite database =
                PGlite.builder().initSql("create table visits as select 42 n").open()) {
            try (Snapshot snapshot = database.snapshot();
                    PGlite fork = database.fork();
                    Connection connection = fork.getConnection()) {
                connection.createStatement().execute("delete from visits");
                snapshot.save(file);
                database.resetTo(snapshot);
            }
            assertThat(value(database, "select n from visits")).isEqualTo("42");
        }
        try (Snapshot saved = Snapshot.load(file);
                PGlite copy = saved.open()) {
            assertThat(value(copy, "select n from visits")).isEqualTo("42");
        }
    }

    @Test
    void extensions() throws SQLException {
        try (PGlite database = PGlite.builder().extensions("pg_trgm", "vector").open();
                Connection connection = database.getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select similarity('word', 'words'), '[1,2]'::vector <-> '[4,6]'")) {
            rows.next();
            assertThat(rows.getDouble(2)).isEqualTo(5);
        }
    }

    private static String value(PGlite database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
