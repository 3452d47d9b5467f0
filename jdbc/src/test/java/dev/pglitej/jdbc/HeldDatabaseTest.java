package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import dev.pglitej.api.Statistics.State;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who keeps a database open that a URL has opened with closeDelay=never, as at the end of a JVM without a place for actions. */
@Timeout(60)
final class HeldDatabaseTest {
    private final PGlite database = PGlite.inMemory();
    private final AtomicInteger closed = new AtomicInteger();
    private final HeldDatabase held =
            new HeldDatabase("kept", OpenOptions.of(Map.of("closeDelay", "never")), database, closed::incrementAndGet);

    @AfterEach
    void close() {
        held.close();
    }

    @Test
    void aDatabaseThatSomebodyHoldsIsNotClosedAsAnUnheldOne() {
        assertThat(held.tryHold()).isTrue();

        held.closeIfUnheld();

        assertThat(closed).hasValue(0);
        assertThat(database.statistics().state()).isEqualTo(State.RUNNING);
        held.release();
    }

    @Test
    void aDatabaseThatNobodyHoldsIsClosedOnce() {
        assertThat(held.tryHold()).isTrue();
        held.release();
        assertThat(database.statistics().state()).isEqualTo(State.RUNNING);

        held.closeIfUnheld();
        held.closeIfUnheld();
        held.close();

        assertThat(closed).hasValue(1);
        assertThat(database.statistics().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aClosedDatabaseCannotBeHeldAndSaysSoToTheDriver() {
        held.close();

        assertThat(held.tryHold()).isFalse();
        assertThatThrownBy(() -> new ConnectionOwner(held).hold())
                .isInstanceOf(IOException.class)
                .hasMessage("the database kept has been closed");
    }
}
