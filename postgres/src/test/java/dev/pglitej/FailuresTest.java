package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.kernel.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** What reaches the API's user of what the parts below have thrown. */
final class FailuresTest {
    @Test
    void anErrorNumberComesWithTheHostsOwnReason() {
        RuntimeException failure =
                Failures.of("the copy failed", Errno.EIO.failure(new IOException("the disk is on fire")));

        assertThat(failure)
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("the copy failed: EIO")
                .hasMessageContaining("the disk is on fire");
    }

    @Test
    void theEnginesReasonAndThatOfInputAreKept() {
        assertThat(Failures.of("it failed", new EngineException("no mappings are left")))
                .isInstanceOf(PGliteException.class)
                .hasMessage("it failed: no mappings are left");
        assertThat(Failures.of("it failed", new UncheckedIOException("cannot read f", new IOException("broken"))))
                .isInstanceOf(PGliteException.class)
                .hasMessage("it failed: cannot read f");
    }

    @Test
    void aFileThatWasCutShortIsNoInternalErrorOfTheJvm() {
        assertThat(Failures.of("it failed", new InternalError("a fault occurred")))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("a file that is mapped has become shorter");
    }

    @Test
    void mistakesOfTheCallersAndErrorsStayWhatTheyAre() {
        IllegalStateException mistake = new IllegalStateException("closed");
        OutOfMemoryError error = new OutOfMemoryError("heap");

        assertThat(Failures.of("it failed", mistake)).isSameAs(mistake);
        assertThatThrownBy(() -> Failures.of("it failed", error)).isSameAs(error);
    }
}
