package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** URLs that name the file of a snapshot, and those that ask for extensions. */
@Timeout(120)
final class SnapshotUrlTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void save() throws SQLException {
        file = directory.resolve("saved.snapshot");
        try (PGlite database = PGlite.inMemory()) {
            try (Connection connection = database.getConnection()) {
                execute(connection, "create table saved as select 1 as n");
            }
            try (Snapshot snapshot = database.snapshot()) {
                snapshot.save(file);
            }
        }
    }

    @Test
    void connectionsShareADatabaseThatBeginsAsTheFileAndLeavesItAlone() throws SQLException {
        String url = "jdbc:pglite:snapshot:" + file;
        try (Connection one = DriverManager.getConnection(url);
                Connection two = DriverManager.getConnection(url)) {
            execute(one, "update saved set n = 2");
            assertThat(text(two, "select n from saved")).isEqualTo("2");
        }

        try (Connection later = DriverManager.getConnection(url)) {
            assertThat(text(later, "select n from saved")).isEqualTo("1");
        }
    }

    @Test
    void whatASnapshotCannotBeAskedForIsRefused() {
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pglite:snapshot:" + file + "?setting.work_mem=1MB"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("leave out setting.work_mem");
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pglite:snapshot:" + directory.resolve("missing")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void anExtensionThatIsNotThereIsRefusedByItsName() {
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pglite:memory:?extensions=nonesuch"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("nonesuch");
    }
}
