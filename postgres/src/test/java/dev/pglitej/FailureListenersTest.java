package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.Durability;
import dev.pglitej.api.PGliteException;
import dev.pglitej.api.Statistics.State;
import dev.pglitej.internal.database.Faults;
import dev.pglitej.internal.database.FaultyDatabase;
import dev.pglitej.internal.database.FragileDatabase;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the API says when a database does not go on, or does not end, as it should. */
@Timeout(120)
final class FailureListenersTest {
    private final List<PGliteException> failures = new CopyOnWriteArrayList<>();

    @Test
    void aListenerHearsOfTheFailureAlsoAfterTheDatabaseWasReset() {
        PGlite database = PGlite.builder().setting("restart_after_crash", "off").open();
        database.onFailure(failures::add);
        database.onFailure(reason -> {
            throw new IllegalStateException("on purpose");
        });
        try (Snapshot snapshot = database.snapshot()) {
            database.resetTo(snapshot);
        }
        assertThat(failures).isEmpty();
        ScriptedClient victim = ScriptedClient.connect(database);
        FragileDatabase.breakProcess(database.present(), Integer.parseInt(victim.value("select pg_backend_pid()")));

        victim.send(new Query("select 1"));

        eventually("the listener has heard", () -> !failures.isEmpty());
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("\"restart_after_crash\" is off"));
        assertThat(database.statistics().state()).isEqualTo(State.FAILED);
        database.close();
        assertThat(database.statistics().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aDatabaseThatIsNotClosedCleanlySaysWhichAndWhy(@TempDir Path directory) {
        PGlite database =
                new PGlite(FaultyDatabase.open(directory, Durability.NONE, Map.of(), line -> {}, new Faults() {
                    @Override
                    public void closing() {
                        throw Errno.EIO.failure();
                    }
                }));

        assertThatThrownBy(database::close)
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageEndingWith("was not closed cleanly: EIO");

        PGlite.open(directory).close();
    }
}
