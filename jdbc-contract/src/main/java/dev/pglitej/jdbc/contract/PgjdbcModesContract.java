package dev.pglitej.jdbc.contract;

import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.failure;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.util.PGobject;

/** The modes in which pgjdbc can work, however its users reach the database. */
@Timeout(120)
public abstract class PgjdbcModesContract {
    /** A connection of user postgres to the database that all cases share. */
    protected abstract Connection connect(Map<String, String> parameters) throws SQLException;

    @ParameterizedTest
    @CsvSource({
        Connection.TRANSACTION_READ_UNCOMMITTED + ", read uncommitted",
        Connection.TRANSACTION_READ_COMMITTED + ", read committed",
        Connection.TRANSACTION_REPEATABLE_READ + ", repeatable read",
        Connection.TRANSACTION_SERIALIZABLE + ", serializable"
    })
    protected void everyIsolationLevelIsPostgresqlsOwn(int level, String name) throws SQLException {
        try (Connection connection = connect(Map.of())) {
            connection.setTransactionIsolation(level);
            connection.setAutoCommit(false);

            assertThat(text(connection, "show transaction_isolation")).isEqualTo(name);
            assertThat(connection.getTransactionIsolation()).isEqualTo(level);
        }
    }

    @Test
    protected void aReadOnlyConnectionRefusesToWrite() throws SQLException {
        try (Connection connection = connect(Map.of())) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);

            assertThat(failure(connection, "create table never (id int)").getSQLState())
                    .isEqualTo("25006");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
    protected void everyQueryModeAnswersTheSame(String mode) throws SQLException {
        try (Connection connection = connect(Map.of("preferQueryMode", mode));
                PreparedStatement statement = connection.prepareStatement("select ?::int + 1, ?::text")) {
            for (int i = 0; i < 10; i++) {
                statement.setInt(1, i);
                statement.setString(2, "it's " + i);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    assertThat(rows.getInt(1)).isEqualTo(i + 1);
                    assertThat(rows.getString(2)).isEqualTo("it's " + i);
                }
            }
        }
    }

    @Test
    protected void aBatchThatIsRewrittenInsertsTheSameRows() throws SQLException {
        try (Connection connection = connect(Map.of("reWriteBatchedInserts", "true"))) {
            execute(connection, "create temp table rewritten (id int primary key, name text)");
            try (PreparedStatement insert = connection.prepareStatement("insert into rewritten values (?, ?)")) {
                for (int i = 0; i < 5000; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "name " + i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(5000);
            }

            assertThat(text(connection, "select count(*) || ' ' || sum(id) from rewritten"))
                    .isEqualTo("5000 12497500");
        }
    }

    @Test
    protected void autosaveSavesATransactionFromItsErrors() throws SQLException {
        try (Connection connection = connect(Map.of("autosave", "always"))) {
            connection.setAutoCommit(false);
            execute(connection, "create temp table saved (id int)");

            assertThat(failure(connection, "select 1/0").getSQLState()).isEqualTo("22012");

            assertThat(text(connection, "select count(*) from saved")).isEqualTo("0");
        }
    }

    @Test
    protected void adaptiveFetchReadsACursorInBinary() throws SQLException {
        Map<String, String> parameters =
                Map.of("adaptiveFetch", "true", "defaultRowFetchSize", "10", "maxResultBuffer", "1M");
        try (Connection connection = connect(parameters)) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement =
                    connection.prepareStatement("select g, repeat('x', 100) from generate_series(1, 5000) g")) {
                for (int i = 0; i < 6; i++) {
                    long sum = 0;
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) sum += rows.getInt(1);
                    }
                    assertThat(sum).isEqualTo(12_502_500);
                }
                assertThat(statement.unwrap(PGStatement.class).isUseServerPrepare())
                        .isTrue();
            }
        }
    }

    @Test
    protected void aFunctionGivesItsOutParametersAndAProcedureCommits() throws SQLException {
        try (Connection connection = connect(Map.of("escapeSyntaxCallMode", "callIfNoReturn"))) {
            execute(
                    connection,
                    "create function twice(n int, out doubled int) language sql as 'select 2 * n'",
                    "create table called (id int)",
                    "create procedure fill() language plpgsql as $$ begin insert into called values (1); commit; end $$");
            try (CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
                call.registerOutParameter(1, Types.INTEGER);
                call.setInt(2, 21);
                call.execute();
                assertThat(call.getInt(1)).isEqualTo(42);
            }
            try (CallableStatement call = connection.prepareCall("{call fill()}")) {
                call.execute();
            }
            assertThat(text(connection, "select count(*) from called")).isEqualTo("1");
        }
    }

    @Test
    protected void aRefcursorIsAResult() throws SQLException {
        try (Connection connection = connect(Map.of())) {
            execute(
                    connection,
                    "create function numbers() returns refcursor language plpgsql as"
                            + " $$ declare c refcursor; begin open c for select generate_series(1, 3); return c; end $$");
            connection.setAutoCommit(false);
            try (CallableStatement call = connection.prepareCall("{? = call numbers()}")) {
                call.registerOutParameter(1, Types.REF_CURSOR);
                call.execute();
                int sum = 0;
                try (ResultSet rows = call.getObject(1, ResultSet.class)) {
                    while (rows.next()) sum += rows.getInt(1);
                }
                assertThat(sum).isEqualTo(6);
            }
        }
    }

    @Test
    protected void objectsOfOtherTypesGoInAndOut() throws SQLException {
        PGobject json = new PGobject();
        json.setType("jsonb");
        json.setValue("{\"a\": 1}");
        try (Connection connection = connect(Map.of());
                PreparedStatement statement =
                        connection.prepareStatement("select ?, p from (values ('(1,2)'::point)) v(p)")) {
            statement.setObject(1, json);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                assertThat(rows.getObject(1)).isEqualTo(json);
                assertThat(rows.getObject(2)).hasToString("(1.0,2.0)");
            }
        }
    }

    @Test
    protected void metadataNamesTablesColumnsAndKeys() throws SQLException {
        try (Connection connection = connect(Map.of())) {
            execute(connection, "create table described (id int primary key, name varchar(7) not null)");
            try (ResultSet columns = connection.getMetaData().getColumns(null, "public", "described", "name")) {
                columns.next();
                assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(7);
            }
            try (ResultSet keys = connection.getMetaData().getPrimaryKeys(null, "public", "described")) {
                keys.next();
                assertThat(keys.getString("COLUMN_NAME")).isEqualTo("id");
            }
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
            assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
        }
    }
}
