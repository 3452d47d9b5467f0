package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Configuration files that are read again while the server runs. */
@Timeout(120)
final class ReloadTest {
    private final List<String> log = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private PGlite database;

    @BeforeEach
    void open() {
        database = PGlite.builder().log(log::add).open();
    }

    @AfterEach
    void shutDown() {
        database.close();
    }

    @Test
    void aSettingThatIsAlteredIsInForceAfterAReload() {
        try (ScriptedClient client = ScriptedClient.connect(database);
                ScriptedClient other = ScriptedClient.connect(database)) {
            client.rows("alter system set work_mem = '9MB'");
            assertThat(client.value("show work_mem")).isEqualTo("4MB");

            client.rows("select pg_reload_conf()");

            assertThat(client.value("show work_mem")).isEqualTo("9MB");
            assertThat(other.value("show work_mem")).isEqualTo("9MB");
            try (ScriptedClient later = ScriptedClient.connect(database)) {
                assertThat(later.value("show work_mem")).isEqualTo("9MB");
                assertThat(later.value("select pg_conf_load_time() > pg_postmaster_start_time()"))
                        .isEqualTo("t");
            }
        }
    }

    @Test
    void aSettingThatNeedsARestartIsReportedAndNotChanged() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("alter system set max_connections = 50");
            client.rows("select pg_reload_conf()");

            assertThat(client.value("show max_connections")).isEqualTo("100");
            assertThat(log)
                    .anyMatch(line -> line.contains(
                            "parameter \"max_connections\" cannot be changed without restarting the server"));
            assertThat(client.value("select pending_restart from pg_settings where name = 'max_connections'"))
                    .isEqualTo("t");
        }
    }

    @Test
    void aBrokenConfigurationFileIsReportedAndChangesNothing() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            write(client, "postgresql.auto.conf", "work_mem = 9MB", "this is not a setting");
            client.rows("select pg_reload_conf()");

            assertThat(log)
                    .anyMatch(line -> line.contains("syntax error in file"))
                    .anyMatch(line -> line.contains("contains errors; no changes were applied"));
            try (ScriptedClient later = ScriptedClient.connect(database)) {
                assertThat(later.value("show work_mem")).isEqualTo("4MB");
            }
        }
    }

    @Test
    void changesOfPgHbaHoldForTheSessionsAfterAReload() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create role unwanted login");
            write(client, "pg_hba.conf", "local all unwanted reject", "local all all trust");
            assertThat(canConnect("unwanted")).isTrue();

            client.rows("select pg_reload_conf()");

            assertThat(canConnect("unwanted")).isFalse();
            assertThat(canConnect("postgres")).isTrue();
        }
    }

    @Test
    void aBrokenPgHbaIsReportedAndTheFormerHoldsOn() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            write(client, "pg_hba.conf", "local all all nonsense");
            client.rows("select pg_reload_conf()");

            assertThat(log)
                    .anyMatch(line -> line.contains("invalid authentication method \"nonsense\""))
                    .anyMatch(line -> line.contains("pg_hba.conf was not reloaded"));
            assertThat(canConnect("postgres")).isTrue();
        }
    }

    @Test
    void theAutovacuumLauncherComesAndGoesWithItsSetting() {
        String launchers = "select count(*) from pg_stat_activity where backend_type = 'autovacuum launcher'";
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            eventually("the launcher runs", () -> client.value(launchers).equals("1"));

            client.rows("alter system set autovacuum = off");
            client.rows("select pg_reload_conf()");
            eventually("the launcher is gone", () -> client.value(launchers).equals("0"));

            client.rows("alter system set autovacuum = on");
            client.rows("select pg_reload_conf()");
            eventually("the launcher runs again", () -> client.value(launchers).equals("1"));
        }
    }

    @Test
    void settingsAreReloadedManyTimes() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            for (int i = 1; i <= 50; i++) {
                client.rows("alter system set work_mem = '" + i + "MB'");
                client.rows("select pg_reload_conf()");
            }

            try (ScriptedClient later = ScriptedClient.connect(database)) {
                assertThat(later.value("show work_mem")).isEqualTo("50MB");
            }
        }
    }

    private boolean canConnect(String user) {
        ScriptedClient client = ScriptedClient.start(database, Map.of("user", user, "database", "postgres"));
        List<?> answer = client.receiveUntilReadyOrError();
        client.close();
        return answer.isEmpty();
    }

    private static void write(ScriptedClient client, String file, String... lines) {
        client.rows("copy (select unnest(array['" + String.join("', '", lines) + "'])) to '/pglite/data/" + file + "'");
    }
}
