package dev.pglitej.conformance.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import dev.pglitej.conformance.Queries;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of replication slots in copies of a database. */
@Timeout(120)
final class SlotsTest {
    private static final String SLOTS = "select count(*) from pg_replication_slots";
    private static final String UNREAD = "select count(*) from pg_logical_slot_peek_binary_changes("
            + "'s', null, null, 'proto_version', '1', 'publication_names', 'p')";

    @TempDir
    private Path directory;

    private static PGlite.Builder logical() {
        return PGlite.builder().setting("wal_level", "logical");
    }

    /** A begin, a relation, an insert and a commit wait in the slot. */
    private static void prepare(PGlite database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Queries.execute(
                    connection,
                    "create table t (a int)",
                    "create publication p for table t",
                    "select pg_create_logical_replication_slot('s', 'pgoutput')",
                    "insert into t values (1)");
        }
    }

    private static String value(PGlite database, String query) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Queries.value(connection, query);
        }
    }

    private static void insert(PGlite database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Queries.execute(connection, "insert into t values (2)");
        }
    }

    @Test
    void aForkHasSlotsOfItsOwn() throws SQLException {
        try (PGlite database = logical().open()) {
            prepare(database);
            try (PGlite fork = database.fork()) {
                insert(fork);

                assertThat(value(fork, UNREAD)).isEqualTo("7");
                assertThat(value(database, UNREAD)).isEqualTo("4");
            }
        }
    }

    @Test
    void aSavedSnapshotHasTheSlots() throws SQLException {
        Path file = directory.resolve("snapshot");
        try (PGlite database = logical().open()) {
            prepare(database);
            try (Snapshot snapshot = database.snapshot()) {
                snapshot.save(file);
            }
        }

        try (Snapshot snapshot = Snapshot.load(file);
                PGlite copy = snapshot.open()) {
            insert(copy);

            assertThat(value(copy, UNREAD)).isEqualTo("7");
        }
    }

    @Test
    void aBackupHasNoSlots() throws SQLException {
        Path backup = directory.resolve("backup");
        Path restored = directory.resolve("restored");
        try (PGlite database = logical().directory(directory.resolve("data")).open()) {
            prepare(database);
            database.backup(backup);
        }

        PGlite.restore(backup, restored);

        try (PGlite copy = logical().directory(restored).open()) {
            assertThat(value(copy, SLOTS)).isEqualTo("0");
            assertThat(value(copy, "select count(*) from t")).isEqualTo("1");
        }
    }
}
