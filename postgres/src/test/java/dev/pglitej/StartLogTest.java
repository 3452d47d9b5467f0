package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.Durability;
import dev.pglitej.internal.cluster.Shutdown;
import dev.pglitej.internal.database.FragileDatabase;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that goes well logs what a server logs then (as native PostgreSQL 18 does, but for its sockets), and nothing else. */
@Timeout(120)
final class StartLogTest {
    private static final String PREFIX = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} UTC \\[\\d+] ";
    private static final String STARTING = PREFIX + "LOG:  starting PostgreSQL 18\\..*, 32-bit";
    private static final String WAS_SHUT_DOWN =
            PREFIX + "LOG:  database system was shut down at \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC";
    private static final String READY = PREFIX + "LOG:  database system is ready to accept connections";
    private static final List<String> SHUTDOWN = List.of(
            PREFIX + "LOG:  received fast shutdown request",
            PREFIX + "LOG:  shutting down",
            PREFIX + "LOG:  checkpoint starting: shutdown immediate",
            PREFIX + "LOG:  checkpoint complete: .*",
            PREFIX + "LOG:  database system is shut down");

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aDirectoryIsMadeOpenedAndClosed(@TempDir Path directory) {
        for (int i = 0; i < 2; i++) {
            log.clear();
            try (PGlite database = open(directory)) {
                expect(STARTING, WAS_SHUT_DOWN, READY);
                use(database);
                log.clear();
            }

            expect(SHUTDOWN.toArray(String[]::new));
        }
    }

    @Test
    void aDirectoryThatInitdbHasMadeIsOpened(@TempDir Path directory) {
        try (PGlite database = PGlite.builder()
                .directory(directory)
                .durability(Durability.NONE)
                .locale("C")
                .log(log::add)
                .open()) {
            assertThat(database.statistics().sessions()).isZero();

            expect(STARTING, WAS_SHUT_DOWN, READY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"work_mem=5MB", "max_connections=37"})
    void aDatabaseInMemoryIsACopyOfOneThatRunsAndIsReady(String setting) {
        String[] parts = setting.split("=", 2);
        try (PGlite database =
                PGlite.builder().setting(parts[0], parts[1]).log(log::add).open()) {
            use(database);

            expect(READY);
            log.clear();
        }

        expect(PREFIX + "LOG:  received fast shutdown request", PREFIX + "LOG:  database system is shut down");
    }

    @Test
    void aDirectoryThatWasKilledIsRecovered(@TempDir Path directory) {
        try (FragileDatabase database = FragileDatabase.in(directory, Durability.NONE)) {
            try (ScriptedClient client = ScriptedClient.connect(database)) {
                client.rows("set synchronous_commit = on");
                client.rows("create table t (i int)");
            }
            database.shutDown(Shutdown.IMMEDIATE);
        }

        try (PGlite database = open(directory)) {
            assertThat(database.statistics().sessions()).isZero();
            expect(
                    STARTING,
                    PREFIX + "LOG:  database system was interrupted; last known up at .*",
                    PREFIX + "LOG:  database system was not properly shut down; automatic recovery in progress",
                    PREFIX + "LOG:  redo starts at .*",
                    PREFIX + "LOG:  invalid record length at .*",
                    PREFIX + "LOG:  redo done at .*",
                    PREFIX + "LOG:  checkpoint starting: end-of-recovery immediate wait",
                    PREFIX + "LOG:  checkpoint complete: .*",
                    READY);
        }
    }

    @Test
    void aCrashIsRecoveredFrom() {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of())) {
            ScriptedClient victim = ScriptedClient.connect(database);
            victim.rows("create table t (i int)");
            database.breakProcess(Integer.parseInt(victim.value("select pg_backend_pid()")));
            victim.send(new Query("select 1"));
            assertThatThrownBy(victim::awaitEnd).isInstanceOf(AssertionError.class);
            ScriptedClient.connect(database).close();

            log.addAll(database.log());
            expect(
                    READY,
                    PREFIX + "LOG:  terminating any other active server processes: .*",
                    PREFIX + "LOG:  all server processes terminated; reinitializing",
                    STARTING,
                    PREFIX + "LOG:  database system was interrupted; last known up at .*",
                    PREFIX + "LOG:  database system was not properly shut down; automatic recovery in progress",
                    PREFIX + "LOG:  redo starts at .*",
                    PREFIX + "LOG:  invalid record length at .*",
                    PREFIX + "LOG:  redo done at .*",
                    PREFIX + "LOG:  checkpoint starting: end-of-recovery immediate wait",
                    PREFIX + "LOG:  checkpoint complete: .*",
                    READY);
        }
    }

    private PGlite open(Path directory) {
        return PGlite.builder()
                .directory(directory)
                .durability(Durability.NONE)
                .log(log::add)
                .open();
    }

    private static void use(PGlite database) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("select 1");
        }
    }

    private void expect(String... patterns) {
        assertThat(log).hasSameSizeAs(patterns);
        for (int i = 0; i < patterns.length; i++) assertThat(log.get(i)).matches(patterns[i]);
    }
}
