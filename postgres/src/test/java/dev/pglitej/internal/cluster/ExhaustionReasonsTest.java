package dev.pglitej.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.ExhaustedException;
import dev.pglitej.spi.SessionRefusedException;
import org.junit.jupiter.api.Test;

/** What users read when a resource of the JVM or the system has run out. */
final class ExhaustionReasonsTest {
    private final Error noThread = new OutOfMemoryError("unable to create native thread: possibly out of memory");
    private final Error noHeap = new OutOfMemoryError("Java heap space");
    private final RuntimeException noMapping = new ExhaustedException("61,000 of 65,530 mappings are in use");

    @Test
    void aSessionWithoutAThreadIsRefusedWithTheLimitsToRaise() {
        SessionRefusedException refusal = refusal(noThread);

        assertThat(refusal.sqlState()).isEqualTo("53000");
        assertThat(refusal).hasMessage("there is no room for another session");
        assertThat(refusal.detail())
                .startsWith("unable to create native thread")
                .contains("ulimit -u", "limit of pids");
    }

    @Test
    void aSessionWithoutMemoryOrMappingsIsRefusedWithTheReason() {
        assertThat(refusal(noHeap).detail()).isEqualTo("Java heap space");
        assertThat(refusal(noMapping).detail()).isEqualTo("61,000 of 65,530 mappings are in use");
    }

    private static SessionRefusedException refusal(Throwable failure) {
        return catchThrowableOfType(
                SessionRefusedException.class, () -> Exhaustion.orRefused((Runnable) () -> fail(failure)));
    }

    private static void fail(Throwable failure) {
        if (failure instanceof Error error) throw error;
        throw (RuntimeException) failure;
    }

    @Test
    void otherFailuresStayWhatTheyAre() {
        IllegalStateException other = new IllegalStateException("a bug");

        assertThatThrownBy(() -> Exhaustion.orRefused((Runnable) () -> fail(other)))
                .isSameAs(other);
        assertThatCode(() -> Exhaustion.refuseDatabase(other)).doesNotThrowAnyException();
    }

    @Test
    void aDatabaseIsRefusedWithTheReasonAndItsCause() {
        assertThatThrownBy(() -> Exhaustion.refuseDatabase(noMapping))
                .isInstanceOf(PGliteException.class)
                .hasMessage("there is no room for another database: 61,000 of 65,530 mappings are in use")
                .hasCause(noMapping);
    }

    @Test
    void whatHasRunOutMayBeThereAgainLater() {
        assertThat(Exhaustion.mayPass(new IllegalStateException("no recovery", noHeap)))
                .isTrue();
        assertThat(Exhaustion.mayPass(noMapping)).isTrue();
        assertThat(Exhaustion.mayPass(new IllegalStateException("no recovery"))).isFalse();
    }
}
