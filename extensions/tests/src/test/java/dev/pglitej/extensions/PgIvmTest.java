package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** pg_ivm: views that follow their tables, at rest and under load. */
@Timeout(120)
final class PgIvmTest {
    private static final int WRITERS = 4;
    private static final int CHANGES = 60;

    private static final String TABLES = """
            create table branches (id int primary key, town text not null);
            create table accounts (id int primary key, branch int not null, balance numeric not null);
            insert into branches values (1, 'Ulm'), (2, 'Bonn'), (3, 'Kiel');
            insert into accounts select n, n % 3 + 1, n from generate_series(1, 30) n
            """;
    private static final String TOTALS =
            "select b.town, count(*) accounts, sum(a.balance) total, avg(a.balance) mean, min(a.balance) least,"
                    + " max(a.balance) most from accounts a join branches b on a.branch = b.id group by b.town";
    private static final String COLUMNS = "town, accounts, total, round(mean, 6), least, most";
    /** What one has and the other has not; one statement, which sees both at the same moment. */
    private static final String DIFFERENCE = "select count(*) from ((select " + COLUMNS
            + " from totals except select " + COLUMNS + " from (" + TOTALS + ") t) union all (select " + COLUMNS
            + " from (" + TOTALS + ") t except select " + COLUMNS + " from totals)) d";

    private static PGlite open() {
        return PGlite.builder()
                .extension("pg_ivm")
                .initSql(TABLES)
                .initSql("select pgivm.create_immv('totals', '" + TOTALS + "')")
                .open();
    }

    @Test
    void aViewHasEachChangeOfItsTablesAtOnce() throws SQLException {
        try (PGlite database = open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            assertThat(Sql.value(sql, "select total from totals where town = 'Ulm'"))
                    .isEqualTo("165");

            for (String change : List.of(
                    "insert into accounts values (31, 1, 1000)",
                    "update accounts set balance = balance * 2 where id < 10",
                    "update accounts set branch = 2 where branch = 3 and id > 15",
                    "delete from accounts where balance = (select max(balance) from accounts)",
                    "update branches set town = 'Mainz' where id = 2",
                    "delete from branches where id = 3",
                    "truncate accounts")) {
                sql.execute(change);
                assertThat(Sql.value(sql, DIFFERENCE)).as(change).isEqualTo("0");
            }
            assertThat(Sql.column(sql, "select * from totals")).isEmpty();
        }
    }

    @Test
    void aRollBackTakesTheChangeOfTheViewBack() throws SQLException {
        try (PGlite database = open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            sql.execute("delete from accounts");
            assertThat(Sql.column(sql, "select * from totals")).isEmpty();
            connection.rollback();

            assertThat(Sql.column(sql, "select * from totals")).hasSize(3);
        }
    }

    @Test
    void aViewIsNotChangedByHandAndNotMadeOfWhatIsNotSupported() throws SQLException {
        try (PGlite database = open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            assertThatThrownBy(() -> sql.execute("delete from totals")).hasMessageContaining("cannot change");
            assertThatThrownBy(
                            () -> sql.execute(
                                    "select pgivm.create_immv('ranks', 'select id, rank() over (order by balance) from accounts')"))
                    .hasMessageContaining("not supported");
            assertThat(Sql.value(sql, "select pgivm.get_immv_def('totals')")).contains("GROUP BY b.town");
            assertThat(Sql.value(sql, "select pgivm.refresh_immv('totals', true)"))
                    .isEqualTo("3");
        }
    }

    @Test
    void aViewStaysCurrentWhileSessionsWrite() throws Exception {
        try (PGlite database = open()) {
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
            try {
                List<Callable<Integer>> sessions = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    int writer = i;
                    sessions.add(() -> write(database, writer));
                }
                sessions.add(() -> compare(database));
                for (Future<Integer> session : threads.invokeAll(sessions, 100, TimeUnit.SECONDS)) {
                    assertThat(session.get()).isEqualTo(CHANGES);
                }
            } finally {
                threads.shutdownNow();
            }
            try (Connection connection = database.getConnection();
                    Statement sql = connection.createStatement()) {
                assertThat(Sql.value(sql, DIFFERENCE)).isEqualTo("0");
                assertThat(Sql.value(sql, "select count(*) from accounts where id >= 1000"))
                        .isEqualTo(Integer.toString(WRITERS * CHANGES));
            }
        }
    }

    private static int write(PGlite database, int writer) throws SQLException {
        Random random = new Random(writer);
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            for (int i = 0; i < CHANGES; i++) {
                int id = 1000 * (writer + 1) + i;
                sql.execute("insert into accounts values (" + id + ", " + (random.nextInt(3) + 1) + ", " + i + ")");
                sql.execute("update accounts set balance = balance + 1, branch = " + (random.nextInt(3) + 1)
                        + " where id = " + (1000 * (writer + 1) + random.nextInt(i + 1)));
                if (i % 10 == 0) sql.execute("delete from accounts where id = " + (writer + 1 + i / 10 * WRITERS));
            }
        }
        return CHANGES;
    }

    private static int compare(PGlite database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            for (int i = 0; i < CHANGES; i++) {
                assertThat(Sql.value(sql, DIFFERENCE)).isEqualTo("0");
            }
        }
        return CHANGES;
    }
}
