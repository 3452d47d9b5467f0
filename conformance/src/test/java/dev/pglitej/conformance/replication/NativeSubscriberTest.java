package dev.pglitej.conformance.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.conformance.NativeDatabase;
import dev.pglitej.conformance.Queries;
import dev.pglitej.conformance.ServedDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A native PostgreSQL subscribes to a served database: it copies the tables, then applies each transaction. */
@Tag("native")
@Timeout(180)
final class NativeSubscriberTest {
    private static final String CONTENTS =
            "select string_agg(a || ' ' || coalesce(left(b, 10), '-') || ' ' || coalesce(length(b), 0), ', ' order by a) from t";

    @Test
    void aNativeSubscriberHasWhatThePublisherHas() throws IOException, SQLException {
        try (ServedDatabase served = ServedDatabase.serve(
                        PGlite.builder().setting("wal_level", "logical").setting("logical_decoding_work_mem", "64kB"));
                NativeDatabase subscriber = NativeDatabase.start();
                Connection source = served.connect("postgres", "postgres");
                Connection target = subscriber.connect("postgres", "postgres", Map.of())) {
            String table = "create table t (a int primary key, b text)";
            Queries.execute(source, table, "insert into t select i, 'copied' from generate_series(1, 1000) i");
            Queries.execute(source, "create publication p for table t");
            Queries.execute(target, table, subscription(served));
            awaitSame(source, target);

            Queries.execute(source, "update t set b = 'changed' where a % 2 = 0", "delete from t where a % 5 = 0");
            Queries.execute(source, "insert into t values (2000, repeat('long ', 10000)), (2001, null)");
            Queries.execute(source, "update t set a = a + 5000 where a > 900");
            awaitSame(source, target);
            // Larger than logical_decoding_work_mem, so it is streamed before it commits.
            source.setAutoCommit(false);
            Queries.execute(
                    source, "insert into t select i, 'streamed' from generate_series(10000, 20000) i", "savepoint s");
            Queries.execute(
                    source, "insert into t select i, 'undone' from generate_series(30000, 40000) i", "rollback to s");
            source.commit();
            source.setAutoCommit(true);
            awaitSame(source, target);
            Queries.execute(source, "truncate t", "insert into t values (1, 'last')");
            awaitSame(source, target);

            assertThat(Queries.value(target, CONTENTS)).isEqualTo("1 last 4");
            Queries.execute(target, "drop subscription s");
            assertThat(Queries.value(source, "select count(*) from pg_replication_slots"))
                    .isEqualTo("0");
        }
    }

    private static String subscription(ServedDatabase served) {
        return "create subscription s connection 'host=127.0.0.1 port="
                + served.address().getPort()
                + " user=postgres dbname=postgres sslmode=disable gssencmode=disable' publication p with (streaming = parallel)";
    }

    private static void awaitSame(Connection source, Connection target) throws SQLException {
        String expected = Queries.value(source, "select md5(coalesce((" + CONTENTS + "), ''))");
        Queries.await(target, "select md5(coalesce((" + CONTENTS + "), '')) = '" + expected + "'");
    }
}
