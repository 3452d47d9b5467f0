package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static PGlite database;

    @BeforeAll
    static void fillADatabase() {
        database = PGlite.inMemory();
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.query("create table item (id int primary key, name text, padding text)");
            client.query("create unlogged table note (text text)");
            client.query("insert into item select i, 'item ' || i, repeat('x', 500) from generate_series(1, 20000) i");
            client.query("insert into note values ('unlogged')");
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static String valueIn(PGlite of, String query) {
        try (ScriptedClient client = ScriptedClient.connect(of)) {
            return client.value(query);
        }
    }

    @Test
    void aCopyAndItsOriginalDoNotSeeEachOther() {
        try (Snapshot snapshot = database.snapshot();
                PGlite copy = snapshot.open();
                PGlite other = snapshot.open()) {
            assertThat(valueIn(copy, "update item set name = 'changed' where id <= 100 returning id"))
                    .isNotEmpty();
            assertThat(valueIn(copy, "insert into item values (0) returning id"))
                    .isEqualTo("0");

            assertThat(valueIn(copy, "select count(*) from item")).isEqualTo("20001");
            assertThat(valueIn(other, "select count(*) from item where name like 'item%'"))
                    .isEqualTo("20000");
            assertThat(valueIn(database, "select count(*) from item where name like 'item%'"))
                    .isEqualTo("20000");
            assertThat(valueIn(other, "select text from note")).isEqualTo("unlogged");
        }
    }

    @Test
    void aSnapshotIsOpenedByManyThreadsAtOnceWhileTheOriginalGoesOn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Snapshot snapshot = database.snapshot()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                int number = i;
                Callable<String> task = () -> {
                    try (PGlite copy = snapshot.open()) {
                        valueIn(copy, "delete from item where id > " + number * 10 + " returning id");
                        return valueIn(copy, "select count(*) from item");
                    }
                };
                answers.add(threads.submit(task));
            }

            for (int i = 0; i < 24; i++) assertThat(answers.get(i).get()).isEqualTo(String.valueOf(i * 10));
            assertThat(valueIn(database, "select count(*) from item")).isEqualTo("20000");
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void copiesReadBackAllThatHeavyQueriesHadInTheBuffers() {
        String sums = "select count(*) || ' ' || sum(id) || ' ' || sum(length(padding)) || ' ' || max(name) from item";
        try (PGlite heavy = database.fork()) {
            try (ScriptedClient client = ScriptedClient.connect(heavy)) {
                client.query("create index on item (name)");
                client.query("update item set padding = padding || 'y' where id % 3 = 0");
                client.query("delete from item where id % 7 = 0");
                client.query("vacuum item");
                client.query("create table twice as select * from item union all select * from item");
            }
            String expected = valueIn(heavy, sums);

            try (PGlite copy = heavy.fork();
                    PGlite copyOfCopy = copy.fork()) {
                for (PGlite one : List.of(heavy, copy, copyOfCopy)) {
                    assertThat(valueIn(one, sums)).isEqualTo(expected);
                    assertThat(valueIn(one, "select count(*) from twice")).isEqualTo("34286");
                    assertThat(valueIn(
                                    one,
                                    "set enable_seqscan = off; select count(*) from item a join item b using (name)"))
                            .isEqualTo("17143");
                }
            }
        }
    }

    @Test
    void snapshotsOfADatabaseUnderLoadHoldWholeTransactionsOnly() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (PGlite busy = database.fork();
                ScriptedClient setup = ScriptedClient.connect(busy)) {
            setup.query("create table account (id int primary key, balance int)");
            setup.query("insert into account select i, 100 from generate_series(1, 10) i");
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < 2; i++) writers.add(threads.submit(() -> transfer(busy, 150)));

            int taken = 0;
            while (writers.stream().anyMatch(writer -> !writer.isDone()) && taken < 3) {
                try (PGlite copy = busy.fork()) {
                    assertThat(valueIn(copy, "select sum(balance) from account"))
                            .isEqualTo("1000");
                    taken++;
                }
            }
            assertThat(taken).isPositive();
            for (Future<Integer> writer : writers) assertThat(writer.get()).isEqualTo(150);
        } finally {
            threads.shutdown();
        }
    }

    private static int transfer(PGlite within, int times) {
        try (ScriptedClient client = ScriptedClient.connect(within)) {
            for (int i = 0; i < times; i++) {
                client.query("begin");
                client.query("update account set balance = balance - 1 where id = 1");
                client.query("update account set balance = balance + 1 where id = " + (2 + i % 9));
                client.query("commit");
            }
            return times;
        }
    }

    @Test
    void anOpenTransactionKeepsASnapshotWaitingUntilItsPatienceIsOver() {
        try (PGlite busy = database.fork();
                ScriptedClient client = ScriptedClient.connect(busy)) {
            client.query("begin");
            client.query("insert into item values (-1)");

            assertThatThrownBy(() -> busy.snapshot(Duration.ofMillis(1500)))
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("no snapshot can be taken while transactions are open: process ");

            client.query("commit");
            try (PGlite copy = busy.fork()) {
                assertThat(valueIn(copy, "select count(*) from item")).isEqualTo("20001");
                assertThat(client.value("select count(*) from item")).isEqualTo("20001");
            }
        }
    }

    @Test
    void aResetDatabaseIsWhatItWasAndEndsTheSessionsOfBefore() {
        try (PGlite changing = database.fork();
                Snapshot snapshot = changing.snapshot()) {
            ScriptedClient before = ScriptedClient.connect(changing);
            before.query("drop table item");

            changing.resetTo(snapshot);

            assertThat(before.receiveError().sqlState()).isEqualTo("57P01");
            before.awaitEnd();
            assertThat(valueIn(changing, "select count(*) from item")).isEqualTo("20000");
            changing.resetTo(snapshot);
            assertThat(valueIn(changing, "select count(*) from item")).isEqualTo("20000");
        }
    }

    @Test
    void databasesAreCreatedFromTemplatesInACopyToo() {
        try (PGlite copy = database.fork()) {
            valueIn(copy, "select 1");
            try (ScriptedClient client = ScriptedClient.connect(copy)) {
                client.query("create database other template postgres");
                client.query("create database copied template other strategy file_copy");

                assertThat(client.value("select count(*) from pg_database where datname in ('other', 'copied')"))
                        .isEqualTo("2");
            }
        }
    }

    @Test
    void eachDatabaseTellsWhenItWasOpenedAndDrawsItsOwnRandomNumbers() {
        try (Snapshot snapshot = database.snapshot();
                PGlite one = snapshot.open();
                PGlite other = snapshot.open()) {
            assertThat(valueIn(one, "select pg_postmaster_start_time() > now() - interval '1 minute'"))
                    .isEqualTo("t");
            assertThat(valueIn(one, "select pg_postmaster_start_time()"))
                    .isNotEqualTo(valueIn(other, "select pg_postmaster_start_time()"))
                    .isNotEqualTo(valueIn(database, "select pg_postmaster_start_time()"));
            assertThat(valueIn(one, "select random()::text || gen_random_uuid()"))
                    .isNotEqualTo(valueIn(other, "select random()::text || gen_random_uuid()"));
        }
    }

    @Test
    void theOrderOfClosingDoesNotMatter() {
        for (int order = 0; order < 6; order++) {
            PGlite original = database.fork();
            Snapshot snapshot = original.snapshot();
            PGlite copy = snapshot.open();
            List<AutoCloseable> all = new ArrayList<>(List.of(original, snapshot, copy));
            List<AutoCloseable> permuted = new ArrayList<>();
            permuted.add(all.remove(order / 2));
            permuted.add(all.remove(order % 2));
            permuted.addAll(all);

            for (AutoCloseable one : permuted) {
                closeQuietly(one);
                if (one == original) continue;
                if (permuted.indexOf(copy) > permuted.indexOf(one)) {
                    assertThat(valueIn(copy, "select count(*) from item")).isEqualTo("20000");
                }
            }
            snapshot.close();
            assertThatThrownBy(snapshot::open)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the snapshot is closed");
        }
    }

    private static void closeQuietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new AssertionError("closing failed", e);
        }
    }

    @Test
    void whatClosedCopiesHadIsGivenBack() throws IOException {
        try (PGlite once = database.fork()) {
            valueIn(once, "select 1");
        }
        long before = sharedFiles();

        for (int i = 0; i < 10; i++) {
            try (Snapshot snapshot = database.snapshot();
                    PGlite copy = snapshot.open()) {
                valueIn(copy, "select 1");
            }
        }

        assertThat(sharedFiles()).isEqualTo(before);
    }

    /** How many descriptors this process has of memory that guests share. */
    private static long sharedFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(SnapshotTest::isMemory).count();
        }
    }

    private static boolean isMemory(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("memfd:pglitej");
        } catch (IOException e) {
            return false;
        }
    }
}
