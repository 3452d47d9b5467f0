package dev.pglitej;

import static dev.pglitej.ScriptedClient.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.protocol.BackendMessage.ParameterStatus;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.spi.MemoryChannel;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.SessionRequest;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** How sessions, and a database with settings of its own, begin and end. */
@TestInstance(Lifecycle.PER_CLASS)
final class StartupTest {
    @SuppressWarnings("NullAway.Init")
    private PGlite database;

    @BeforeAll
    void open() {
        database = PGlite.builder()
                .setting("work_mem", "7MB")
                .setting("default_text_search_config", "pg_catalog.simple")
                .open();
    }

    @AfterAll
    void shutDown() {
        database.close();
    }

    @Test
    void theBuildersSettingsAreInForce() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("show work_mem")).isEqualTo("7MB");
            assertThat(client.value("show default_text_search_config")).isEqualTo("pg_catalog.simple");
        }
    }

    @Test
    void theClientIsToldWhatItShouldKnow() {
        try (ScriptedClient client = ScriptedClient.start(database, Map.of("user", "postgres"))) {
            assertThat(only(client.receiveUntilReady(), ParameterStatus.class))
                    .contains(
                            new ParameterStatus("server_encoding", "UTF8"),
                            new ParameterStatus("integer_datetimes", "on"),
                            new ParameterStatus("session_authorization", "postgres"))
                    .anySatisfy(status -> {
                        assertThat(status.name()).isEqualTo("server_version");
                        assertThat(status.value()).startsWith("18");
                    });
        }
    }

    @Test
    void theOptionsOfTheStartupPacketApplyToTheSessionAlone() {
        Map<String, String> parameters =
                Map.of("user", "postgres", "application_name", "a name", "options", "-c work_mem=5MB");
        try (ScriptedClient client = ScriptedClient.start(database, parameters);
                ScriptedClient other = ScriptedClient.connect(database)) {
            client.receiveUntilReady();

            assertThat(client.value("show application_name")).isEqualTo("a name");
            assertThat(client.value("show work_mem")).isEqualTo("5MB");
            assertThat(other.value("show application_name")).isEmpty();
            assertThat(other.value("show work_mem")).isEqualTo("7MB");
        }
    }

    @Test
    void anUnknownDatabaseIsRefused() {
        assertThat(refusal("postgres", "nowhere").sqlState()).isEqualTo("3D000");
    }

    @Test
    void anUnknownRoleIsRefused() {
        assertThat(refusal("nobody", "postgres").sqlState()).isEqualTo("28000");
    }

    private ErrorFields refusal(String user, String name) {
        ScriptedClient client = ScriptedClient.start(database, Map.of("user", user, "database", name));
        ErrorFields error = client.receiveError();
        client.awaitEnd();
        assertThat(error.severity()).isEqualTo("FATAL");
        return error;
    }

    @Test
    void aSessionMayUseADatabaseThatAnotherOneMade() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create database other");
        }

        ScriptedClient client = ScriptedClient.start(database, Map.of("user", "postgres", "database", "other"));
        client.receiveUntilReady();

        assertThat(client.value("select current_database()")).isEqualTo("other");
        client.close();
    }

    @Test
    void aClientThatHangsUpEndsItsSession() {
        ScriptedClient client = ScriptedClient.connect(database);

        client.hangUp();

        client.awaitEnd();
    }

    @Test
    void aClientThatHangsUpBeforeItsStartupPacketEndsItsSession() {
        MemoryChannel channel = new MemoryChannel();
        channel.hangUp();

        database.sessions().open(new SessionRequest(channel, "a test")).run();

        assertThat(channel.clientGone()).isTrue();
    }

    @Test
    void terminatingAnIdleSessionEndsItWithAnError() {
        ScriptedClient client = ScriptedClient.connect(database);

        client.session().terminate();
        client.session().terminate();

        assertThat(client.receiveError().sqlState()).isEqualTo("57P01");
        client.awaitEnd();
        client.session().terminate();
    }

    @Test
    void aSessionTerminatedBeforeItRunsReturnsAtOnce() {
        Session session = database.sessions().open(new SessionRequest(new MemoryChannel(), "a test"));
        session.terminate();

        session.run();

        try (ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select 1")).isEqualTo("1");
        }
    }

    @Test
    void closingTheDatabaseEndsIdleSessionsAndRefusesNewOnes() {
        PGlite closing = PGlite.inMemory();
        ScriptedClient client = ScriptedClient.connect(closing);

        closing.close();
        closing.close();

        assertThat(client.receiveError().sqlState()).isEqualTo("57P01");
        client.awaitEnd();
        assertThatThrownBy(() -> ScriptedClient.connect(closing))
                .isInstanceOf(SessionRefusedException.class)
                .hasMessage("the database is closed");
    }

    @Test
    void closingTheDatabaseDropsSessionsThatNeverRan() {
        PGlite closing = PGlite.inMemory();
        Session session = closing.sessions().open(new SessionRequest(new MemoryChannel(), "a test"));

        closing.close();

        session.terminate();
        session.run();
    }

    @Test
    void aSettingThatPostgresDoesNotKnowIsRefusedWithItsReason() {
        PGlite.Builder builder = PGlite.builder().setting("no_such_setting", "1");

        assertThatThrownBy(builder::open)
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
    }
}
