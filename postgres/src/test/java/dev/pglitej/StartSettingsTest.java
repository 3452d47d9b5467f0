package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.Durability;
import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.database.FragileDatabase;
import dev.pglitej.internal.engine.GuestTrap;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sessions cannot do does not keep a database from starting, as on native PostgreSQL 18; what a server cannot do does. */
@Timeout(120)
final class StartSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"local_preload_libraries", "session_preload_libraries"})
    void aLibraryThatSessionsCannotLoadFailsThemAlone(String setting, @TempDir Path directory) {
        try (PGlite database = open(directory, Map.of());
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("alter system set " + setting + " = 'evil'");
        }

        try (PGlite database = open(directory, Map.of())) {
            ScriptedClient client = ScriptedClient.start(database, Map.of("user", "postgres"));
            ErrorFields error = client.receiveError();

            assertThat(error.sqlState()).isEqualTo("58P01");
            assertThat(error.message()).startsWith("could not access file").contains("evil");
        }
        try (PGlite database = open(directory, Map.of(setting, ""));
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("alter system reset " + setting);
        }
        try (PGlite database = open(directory, Map.of());
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("show " + setting)).isEmpty();
        }
    }

    @Test
    void aLibraryThatTheServerCannotLoadFailsTheStartUntilTheSettingIsOverridden(@TempDir Path directory) {
        try (PGlite database = open(directory, Map.of());
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("alter system set shared_preload_libraries = 'evil'");
        }

        assertThatThrownBy(() -> open(directory, Map.of()))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("FATAL:  could not access file \"evil\": No such file or directory");

        try (PGlite database = open(directory, Map.of("shared_preload_libraries", ""));
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select 1")).isEqualTo("1");
        }
    }

    @Test
    void rulesForClientsThatCannotBeReadFailTheStart(@TempDir Path directory) throws IOException {
        open(directory, Map.of()).close();
        Files.writeString(directory.resolve("pg_hba.conf"), "nonsense\n");

        assertThatThrownBy(() -> open(directory, Map.of()))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("FATAL:  could not load /pglite/data/pg_hba.conf");
    }

    @ParameterizedTest
    @CsvSource({
        "shared_memory_type, sysv",
        "huge_pages, on",
        "huge_page_size, 2147483647",
        "dynamic_shared_memory_type, sysv",
        "io_method, worker",
        "hot_standby, on"
    })
    void whatAnotherMachineNeedsDoesNotMatterHere(String setting, String value) {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of())) {
            ScriptedClient client = ScriptedClient.connect(database);
            client.rows("alter system set " + setting + " = '" + value + "'");
            crash(database, client);

            try (ScriptedClient next = ScriptedClient.connect(database)) {
                assertThat(next.value("select count(*) > 0 from pg_class")).isEqualTo("t");
            }
        }
        try (PGlite database = PGlite.builder().setting(setting, value).open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select 1")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop database postgres",
                "alter database postgres rename to other",
                "alter database postgres allow_connections false",
                "alter database postgres set role to nobody"
            })
    void theDatabaseNamedPostgresIsNotNeeded(String change) {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of())) {
            ScriptedClient client = connectToTemplate(database);
            client.rows("create role nobody");
            client.rows(change);
            crash(database, client);

            try (ScriptedClient next = connectToTemplate(database)) {
                assertThat(next.value("select current_database()")).isEqualTo("template1");
            }
        }
    }

    private static ScriptedClient connectToTemplate(FragileDatabase database) {
        ScriptedClient client = ScriptedClient.start(database, Map.of("user", "postgres", "database", "template1"));
        assertThat(client.receiveUntilReadyOrError()).isEqualTo(List.of());
        return client;
    }

    private static PGlite open(Path directory, Map<String, String> settings) {
        PGlite.Builder builder = PGlite.builder().directory(directory).durability(Durability.NONE);
        settings.forEach(builder::setting);
        return builder.open();
    }

    private static void crash(FragileDatabase database, ScriptedClient victim) {
        database.breakProcess(Integer.parseInt(victim.value("select pg_backend_pid()")));
        victim.send(new Query("select 1"));

        assertThat(victim.receiveError().sqlState()).isEqualTo("57P02");
        assertThatThrownBy(victim::awaitEnd).hasRootCauseInstanceOf(GuestTrap.class);
    }
}
