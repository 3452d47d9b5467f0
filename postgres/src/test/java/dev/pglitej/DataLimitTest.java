package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database in memory takes no more than it may, goes on when it is full, and gives back what it needs no more. */
@Timeout(180)
final class DataLimitTest {
    private static final long MIB = 1 << 20;
    private static final long LIMIT = 96 * MIB;
    private static final String FULL = "53100";
    private static final String MORE = "insert into big select n, repeat('x', 1000) from generate_series(1, 2000) n";

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final PGlite database =
            PGlite.builder().dataLimit(LIMIT).log(log::add).open();

    @AfterEach
    void closeWithoutACrash() {
        database.close();
        assertThat(log).noneMatch(line -> line.contains("PANIC") || line.contains("reinitializing"));
    }

    /** The SQLSTATE of a statement, or nothing. */
    private static String stateOf(ScriptedClient client, String sql) {
        List<ErrorResponse> errors = ScriptedClient.only(client.query(sql), ErrorResponse.class);
        return errors.isEmpty() ? "" : errors.get(0).error().sqlState();
    }

    private static void fill(ScriptedClient client) {
        client.rows("create table if not exists big (n int primary key generated always as identity, k int, t text)");
        fillBy(client, MORE.replace("big", "big (k, t)"));
    }

    private static void fillBy(ScriptedClient client, String sql) {
        String state = "";
        for (int i = 0; i < 1000 && state.isEmpty(); i++) state = stateOf(client, sql);
        assertThat(state).isEqualTo(FULL);
    }

    @Test
    void atTheLimitOneStatementFailsAndEverythingElseGoesOn() {
        try (ScriptedClient client = ScriptedClient.connect(database);
                ScriptedClient other = ScriptedClient.connect(database)) {
            client.rows("create table kept (n int primary key, t text)");
            client.rows("insert into kept select n, 'before' from generate_series(1, 1000) n");
            other.rows("begin");
            other.rows("update kept set t = 'other' where n = 1");

            fill(client);

            other.rows("update kept set t = 'other' where n = 2");
            other.rows("commit");
            client.rows("update kept set t = 'during' where n = 3");
            client.rows("checkpoint");
            try (ScriptedClient third = ScriptedClient.connect(database)) {
                third.rows("create temporary table small as select 1 as n");
                assertThat(third.value("select string_agg(t, ',' order by n) from kept where n < 5"))
                        .isEqualTo("other,other,during,before");
            }
            assertThat(client.value("select count(*) % 2000 from big")).isEqualTo("0");
        }
        assertThat(database.statistics().fileBytes()).isLessThanOrEqualTo(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table big",
                "truncate big",
                "delete from big; vacuum big",
                "delete from big; checkpoint; vacuum full big",
                "begin; delete from big where n % 2 = 0; commit; vacuum big"
            })
    void sqlLeadsOutOfAFullDatabase(String sql) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            fill(client);

            for (String statement : sql.split(";", -1)) client.rows(statement);

            client.rows("checkpoint");
            client.rows("create table next as select n, repeat('x', 1000) from generate_series(1, 10000) n");
            assertThat(client.value("select count(*) from next")).isEqualTo("10000");
        }
    }

    @Test
    void whateverFillsADatabaseItNeverCrashes() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table t (n int, t text)");
            client.rows("insert into t select n, repeat('y', 500) from generate_series(1, 20000) n");
            client.rows("set work_mem = '64kB'");
            client.rows("set maintenance_work_mem = '64kB'");

            fillBy(client, "update t set t = t || 'z'");
            client.rows("truncate t");
            client.rows("checkpoint");
            client.rows("insert into t select n, repeat('y', 500) from generate_series(1, 60000) n");
            assertThat(stateOf(client, "select count(*) from (select * from t a, t b where a.n < 5000 order by a.t) x"))
                    .isEqualTo(FULL);
            fillBy(client, "select lo_from_bytea(0, decode(repeat('ab', 500000), 'hex'))");
            client.rows("select lo_unlink(oid) from pg_largeobject_metadata");
            client.rows("vacuum pg_largeobject");
            fillBy(client, "create index on t (t, n)");
            fillBy(
                    client,
                    "create table if not exists u as select * from t; alter table u rename to u" + "_; "
                            + "do $$ begin execute format('alter table u_ rename to u%s', floor(random() * 1e9)::int); end $$");
            fillBy(client, manyTables());
            client.rows("drop table t");
            client.rows("checkpoint");
            client.rows("create table again as select generate_series(1, 10000) n");
        }
    }

    private static String manyTables() {
        return "do $$ begin for i in 1 .. 100 loop"
                + " execute format('create table m%s (n int primary key, t text)', floor(random() * 1e9)::int);"
                + " end loop; end $$";
    }

    @Test
    void filesBesideTheDataCountToo() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(stateOf(client, "copy (select repeat('x', 1000) from generate_series(1, 200000)) to '/tmp/big'"))
                    .isNotEmpty();
            client.rows("create table t (n int)");
        }
    }

    @Test
    void whatIsDroppedGoesBack() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("checkpoint");
            long before = database.statistics().fileBytes();
            client.rows("create table t as select n, repeat('x', 1000) from generate_series(1, 30000) n");
            client.rows("checkpoint");
            assertThat(database.statistics().fileBytes()).isGreaterThan(before + 30 * MIB);

            client.rows("drop table t");
            client.rows("checkpoint");

            eventually("it is gone", () -> database.statistics().fileBytes() < before + 20 * MIB);
        }
    }

    @Test
    void aForkMayTakeAsMuchAgain() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            fill(client);
        }
        try (PGlite fork = database.fork();
                ScriptedClient client = ScriptedClient.connect(fork)) {
            fill(client);
            client.rows("delete from big where n = 1");
            client.rows("truncate big");
            client.rows(MORE.replace("big", "big (k, t)"));
        }
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(Integer.parseInt(client.value("select count(*) from big")))
                    .isGreaterThan(10_000);
        }
    }

    @Test
    void aLimitIsPositive() {
        assertThatThrownBy(() -> PGlite.builder().dataLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the data limit is 0, but must be positive");
    }
}
