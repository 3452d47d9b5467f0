package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PublishedDatabaseTest {
    private static PGlite database;

    @BeforeAll
    static void open() {
        database = PGlite.inMemory();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void itsUrlLeadsToItAndLeavesItOpen() throws SQLException {
        try (PublishedDatabase published = PublishedDatabase.publish("found", database)) {
            try (Connection connection = DriverManager.getConnection(published.url())) {
                execute(connection, "create table mark (id int)");
            }
            try (Connection connection = DriverManager.getConnection(published.url() + "?ApplicationName=second")) {
                assertThat(text(connection, "select to_regclass('mark') || current_setting('application_name')"))
                        .isEqualTo("marksecond");
            }
        }
    }

    @Test
    void itsUrlStaysValidWhenItIsReset() throws SQLException {
        try (PGlite changing = database.fork();
                Snapshot before = changing.snapshot();
                PublishedDatabase published = PublishedDatabase.publish("changing", changing)) {
            try (Connection connection = DriverManager.getConnection(published.url())) {
                execute(connection, "create table gone (id int)");
            }

            changing.resetTo(before);

            try (Connection connection = DriverManager.getConnection(published.url())) {
                assertThat(text(connection, "select to_regclass('gone')")).isNull();
            }
        }
    }

    @Test
    void itCannotBeOpenedOtherwiseThanItIs() {
        try (PublishedDatabase published = PublishedDatabase.publish("asItIs", database)) {
            assertThatThrownBy(() -> DriverManager.getConnection(published.url() + "?setting.work_mem=1MB"))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("the database asItIs is open already, without setting.work_mem=1MB; give this setting"
                            + " where it is opened");
        }
    }

    @Test
    void aNameIsThereOnce() {
        try (PublishedDatabase published = PublishedDatabase.publish("once", database)) {
            assertThatThrownBy(() -> PublishedDatabase.publish("once", database))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another database is published as once");
            assertThat(published.url()).isEqualTo("jdbc:pglite:memory:once");
        }
        PublishedDatabase.publish("once", database).close();
        assertThatThrownBy(() -> PublishedDatabase.publish("a?b", database))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a?b'");
    }
}
