package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import dev.pglitej.api.Statistics;
import dev.pglitej.internal.admin.Script;
import dev.pglitej.internal.admin.Statements;
import dev.pglitej.internal.database.FragileDatabase;
import dev.pglitej.internal.engine.GuestTrap;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.spi.MemoryChannel;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.SessionRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that does not come back after a crash says so and why, and can be closed and opened again. */
@Timeout(120)
final class FailedDatabaseTest {
    private final List<PGliteException> failures = new CopyOnWriteArrayList<>();

    @Test
    void aDatabaseWhoseDiskIsFullWhenItRecoversFailsAndIsOpenedAgainWhenThereIsRoom(@TempDir Path directory) {
        FullDisk disk = new FullDisk("");
        try (FragileDatabase database = FragileDatabase.in(directory, Map.of(), disk)) {
            database.onFailure(failures::add);
            ScriptedClient client = ScriptedClient.connect(database);
            client.rows("create table kept (i int)");
            client.rows("checkpoint");
            client.rows("set synchronous_commit = on");
            client.rows("insert into kept select generate_series(1, 10000)");
            disk.leave(0);
            crash(database, client);

            eventually("it has failed", () -> !failures.isEmpty());

            assertThat(failures).hasSize(1);
            assertThat(failures.get(0))
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("open it again");
            assertThat(database.statistics().state()).isEqualTo(Statistics.State.FAILED);
            assertThat(database.statistics().failure().orElseThrow()).contains("No space left on device");
            assertThat(database.log())
                    .anyMatch(line -> line.endsWith("] LOG:  shutting down due to startup process failure"));
            assertRefused(database, "No space left on device");
        }
        disk.becomeLarger();

        try (FragileDatabase again = FragileDatabase.in(directory, Map.of(), disk);
                ScriptedClient client = ScriptedClient.connect(again)) {
            assertThat(client.value("select count(*) from kept")).isEqualTo("10000");
            assertThat(again.statistics().state()).isEqualTo(Statistics.State.RUNNING);
            assertThat(again.statistics().failure()).isEmpty();
        }
    }

    @Test
    void aDatabaseThatIsNotToRestartAfterACrashFailsWithThatReason() {
        FragileDatabase database = FragileDatabase.inMemory(Map.of("restart_after_crash", "off"));
        database.onFailure(failures::add);

        crash(database, ScriptedClient.connect(database));

        eventually("it has failed", () -> !failures.isEmpty());
        assertThat(failures.get(0)).hasMessageContaining("\"restart_after_crash\" is off");
        eventually(
                "it says so",
                () -> database.log().get(database.log().size() - 1).endsWith("] LOG:  database system is shut down"));
        assertThat(database.log())
                .anyMatch(line -> line.endsWith("] LOG:  shutting down because \"restart_after_crash\" is off"));
        assertThat(database.statistics().state()).isEqualTo(Statistics.State.FAILED);
        assertRefused(database, "\"restart_after_crash\" is off");
        database.onFailure(failures::add);
        assertThat(failures).hasSize(2);
        database.close();
        assertThat(database.statistics().state()).isEqualTo(Statistics.State.CLOSED);
    }

    @Test
    void aDatabaseThatIsNotToRestartEndsForAllAsNativePostgresDoesAndRecoversWhenItIsOpened(@TempDir Path directory) {
        Map<String, String> settings = Map.of("restart_after_crash", "off");
        try (FragileDatabase database = FragileDatabase.in(directory, settings, new FullDisk(""))) {
            ScriptedClient bystander = ScriptedClient.connect(database);
            bystander.rows("create table kept as select 1 as i");
            database.onFailure(failures::add);

            crash(database, ScriptedClient.connect(database));

            assertThat(bystander.receiveError().sqlState()).isEqualTo("57P02");
            eventually("it is over", () -> hasLogged(database, "database system is shut down"));
            assertThat(database.log().stream().map(line -> line.replaceFirst("^.* LOG:  ", "")))
                    .containsSubsequence(
                            "shutting down because \"restart_after_crash\" is off", "database system is shut down")
                    .doesNotContain("all server processes terminated; reinitializing");
            assertThat(hasLogged(database, "terminating any other active server processes"))
                    .isTrue();
            eventually("the application knows", () -> failures.size() == 1);
        }
        try (FragileDatabase again = FragileDatabase.in(directory, settings, new FullDisk(""));
                ScriptedClient client = ScriptedClient.connect(again)) {
            assertThat(client.value("select i from kept")).isEqualTo("1");
        }
    }

    private static boolean hasLogged(FragileDatabase database, String message) {
        return database.log().stream().anyMatch(line -> line.contains("LOG:  " + message));
    }

    private static void assertRefused(FragileDatabase database, String reason) {
        assertThatThrownBy(() -> database.open(new SessionRequest(new MemoryChannel(), "too late")))
                .isInstanceOfSatisfying(SessionRefusedException.class, e -> {
                    assertThat(e.sqlState()).isEqualTo("57P03");
                    assertThat(e.detail()).contains(reason);
                });
        assertThatThrownBy(() -> Statements.run(database, Script.parse("a script", "select 1")))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("the database refuses sessions: ")
                .hasMessageContaining(reason);
    }

    private static void crash(FragileDatabase database, ScriptedClient victim) {
        database.breakProcess(Integer.parseInt(victim.value("select pg_backend_pid()")));
        victim.send(new Query("select 1"));

        assertThat(victim.receiveError().sqlState()).isEqualTo("57P02");
        assertThatThrownBy(victim::awaitEnd).hasRootCauseInstanceOf(GuestTrap.class);
    }
}
