package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.spi.MemoryChannel;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients with a transport of their own get of a database. */
@Timeout(60)
final class SessionsTest {
    @Test
    void theSessionsOfADatabaseAreOneObjectThatFollowsAReset() {
        try (PGlite database = PGlite.inMemory();
                Snapshot empty = database.snapshot()) {
            Sessions sessions = database.sessions();
            try (ScriptedClient client = ScriptedClient.connect(sessions)) {
                client.query("create table t ()");
            }

            database.resetTo(empty);

            assertThat(database.sessions()).isSameAs(sessions);
            try (ScriptedClient client = ScriptedClient.connect(sessions)) {
                assertThat(client.value("select to_regclass('t') is null")).isEqualTo("t");
            }
        }
    }

    @Test
    void theSessionsOfAClosedDatabaseAreRefused() {
        Sessions sessions;
        try (PGlite database = PGlite.inMemory()) {
            sessions = database.sessions();
        }

        assertThatThrownBy(() -> sessions.open(new SessionRequest(new MemoryChannel(), "too late")))
                .isInstanceOfSatisfying(
                        SessionRefusedException.class,
                        e -> assertThat(e.sqlState()).isEqualTo("57P03"));
        assertThat(sessions.cancel(1, new byte[4])).isFalse();
    }

    @Test
    void aSessionThatOneThreadRunsIsBusyForOthersAndTheirRunReturnsAtOnce() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            Session session = client.session();
            eventually("the session's own thread runs it", () -> session.advance(() -> true) == Session.Progress.BUSY);

            session.run();

            assertThat(client.value("select 1")).isEqualTo("1");
        }
    }
}
