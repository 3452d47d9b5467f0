package dev.pglitej.jdbc.contract;

import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.failure;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** What pgjdbc offers beyond statements, however its users reach the database. */
@Timeout(120)
public abstract class PgjdbcFeaturesContract {
    /** A connection of user postgres to the database that all cases share. */
    protected abstract Connection connect() throws SQLException;

    @Test
    protected void aBatchTellsHowManyRowsEachOfItsStatementsChanged() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "create table batched (id int primary key, name text)");
            try (PreparedStatement insert = connection.prepareStatement("insert into batched values (?, ?)")) {
                for (int i = 0; i < 10_000; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "name " + i);
                    insert.addBatch();
                }

                assertThat(insert.executeBatch()).hasSize(10_000).containsOnly(1);
            }
            assertThat(text(connection, "select count(*) from batched")).isEqualTo("10000");
        }
    }

    @Test
    protected void aBatchThatFailsTellsWhere() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            execute(connection, "create table half (id int primary key)");
            connection.setAutoCommit(false);
            for (int id : new int[] {1, 2, 1, 3}) statement.addBatch("insert into half values (" + id + ")");

            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);

            assertThat(error.getSQLState()).isEqualTo("23505");
            connection.rollback();
            assertThat(text(connection, "select count(*) from half")).isEqualTo("0");
        }
    }

    @Test
    protected void generatedKeysComeBack() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "create table keyed (id int generated always as identity (start 7), name text)");
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into keyed (name) values ('a'), ('b')", Statement.RETURN_GENERATED_KEYS)) {
                assertThat(insert.executeUpdate()).isEqualTo(2);
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    keys.next();
                    assertThat(keys.getInt("id")).isEqualTo(7);
                    keys.next();
                    assertThat(keys.getInt("id")).isEqualTo(8);
                }
            }
        }
    }

    @Test
    protected void arraysTimesAndIdentifiersArriveAsTheyWereSent() throws SQLException {
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        OffsetDateTime instant = OffsetDateTime.parse("2026-02-28T23:59:59.123456Z");
        try (Connection connection = connect();
                PreparedStatement statement =
                        connection.prepareStatement("select ?::int[], ?::uuid, ?::timestamptz, ?::date")) {
            // More often than pgjdbc's prepareThreshold, so in text and in binary.
            for (int i = 0; i < 8; i++) {
                statement.setArray(1, connection.createArrayOf("int", new Integer[] {1, null, 3}));
                statement.setObject(2, uuid);
                statement.setObject(3, instant);
                statement.setObject(4, LocalDate.of(2026, 2, 28));
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    Array array = rows.getArray(1);
                    assertThat((Integer[]) array.getArray()).containsExactly(1, null, 3);
                    assertThat(rows.getObject(2)).isEqualTo(uuid);
                    assertThat(rows.getObject(3, OffsetDateTime.class).toInstant())
                            .isEqualTo(instant.toInstant());
                    assertThat(rows.getObject(4, LocalDate.class)).isEqualTo("2026-02-28");
                }
            }
        }
    }

    @Test
    protected void savepointsUndoWhatCameAfterThem() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "create table saved_points (id int primary key)");
            connection.setAutoCommit(false);
            execute(connection, "insert into saved_points values (1)");
            Savepoint savepoint = connection.setSavepoint("here");
            assertThat(failure(connection, "insert into saved_points values (1)")
                            .getSQLState())
                    .isEqualTo("23505");

            connection.rollback(savepoint);
            execute(connection, "insert into saved_points values (2)");
            connection.commit();

            assertThat(text(connection, "select count(*) from saved_points")).isEqualTo("2");
        }
    }

    @Test
    protected void serializableTransactionsThatDependOnEachOtherDoNotBothCommit() throws SQLException {
        try (Connection one = connect();
                Connection two = connect()) {
            execute(one, "create table skewed (v int)", "insert into skewed values (1), (2)");
            for (Connection each : new Connection[] {one, two}) {
                each.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                each.setAutoCommit(false);
                text(each, "select sum(v) from skewed");
            }
            execute(one, "insert into skewed values (10)");
            execute(two, "insert into skewed values (20)");
            one.commit();

            SQLException error = catchThrowableOfType(SQLException.class, two::commit);

            assertThat(error.getSQLState()).isEqualTo("40001");
        }
    }

    @Test
    protected void aNotificationArrivesInASessionThatDoesNothing() throws SQLException {
        try (Connection listener = connect();
                Connection speaker = connect()) {
            execute(listener, "listen news");

            execute(speaker, "notify news, 'hello'");

            PGNotification[] heard = listener.unwrap(PGConnection.class).getNotifications(30_000);
            assertThat(heard).extracting(PGNotification::getParameter).containsExactly("hello");
        }
    }

    @Test
    protected void waitingForANotificationEndsAfterItsTime() throws SQLException {
        try (Connection listener = connect()) {
            execute(listener, "listen silence");

            assertThat(listener.unwrap(PGConnection.class).getNotifications(20)).isEmpty();
            assertThat(text(listener, "select 1")).isEqualTo("1");
        }
    }

    @Test
    protected void largeObjectsAreWrittenAndRead() throws SQLException {
        byte[] content = "large enough ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            LargeObjectManager objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
            long oid = objects.createLO();
            try (LargeObject object = objects.open(oid, LargeObjectManager.WRITE)) {
                object.write(content);
            }
            try (LargeObject object = objects.open(oid, LargeObjectManager.READ)) {
                assertThat(object.size()).isEqualTo(content.length);
                assertThat(object.read(content.length)).isEqualTo(content);
            }
            connection.commit();
        }
    }

    @Test
    protected void aQueryTimeoutStopsAStatementAndTheSessionGoesOn() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);

            assertThat(failure(statement, "select count(*) from generate_series(1, 100000000000)")
                            .getSQLState())
                    .isEqualTo("57014");
            assertThat(text(connection, "select 1")).isEqualTo("1");
        }
    }

    @Test
    protected void severalResultsOfOneCallComeInOrder() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            boolean isRows = statement.execute("create temp table t (id int); insert into t values (1), (2); select 3");

            assertThat(isRows).isFalse();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(2);
            assertThat(statement.getMoreResults()).isTrue();
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(3);
            }
        }
    }

    @Test
    protected void aScrollableUpdatableResultChangesItsTable() throws SQLException {
        try (Connection connection = connect();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            execute(
                    connection,
                    "create table scrolled (id int primary key, v text)",
                    "insert into scrolled values (1, 'a')");
            try (ResultSet rows = statement.executeQuery("select * from scrolled")) {
                assertThat(rows.last()).isTrue();
                rows.updateString("v", "b");
                rows.updateRow();
            }

            assertThat(text(connection, "select v from scrolled")).isEqualTo("b");
        }
    }

    @Test
    protected void aStatementWithThousandsOfParametersWorks() throws SQLException {
        int count = 32_767;
        String marks =
                String.join(",", IntStream.range(0, count).mapToObj(i -> "?").toList());
        try (Connection connection = connect();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from (select unnest(array[" + marks + "])) x")) {
            for (int i = 1; i <= count; i++) statement.setInt(i, i);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(count);
            }
        }
    }
}
