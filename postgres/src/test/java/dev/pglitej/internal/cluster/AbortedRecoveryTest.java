package dev.pglitej.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.Eventually;
import dev.pglitej.internal.backend.FirstProcess;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A recovery says when it ends, whatever it has come to: what the crashed cluster has is freed then. */
final class AbortedRecoveryTest {
    private final List<String> steps = new CopyOnWriteArrayList<>();

    private final Recovery.Work work = new Recovery.Work() {
        @Override
        public void attempt(FirstProcess process) {
            steps.add("attempt");
        }

        @Override
        public void postponed(Throwable cause) {
            steps.add("postponed");
        }

        @Override
        public void failed(Throwable cause) {
            steps.add("failed: " + cause.getMessage());
        }

        @Override
        public void ended() {
            steps.add("ended");
        }
    };

    @Test
    void aRecoveryThatIsAbortedBeforeItsFirstAttemptEndsLikeAnyOther() throws InterruptedException {
        Recovery recovery = recovery();
        recovery.abort();

        recovery.start();

        assertThat(recovery.awaitEnd(Eventually.DEADLINE_NANOS)).isTrue();
        assertThat(steps).containsExactly("ended");
    }

    @Test
    void aRecoveryThatFailsEndsAfterThat() throws InterruptedException {
        Recovery recovery = recovery();

        recovery.start();

        assertThat(recovery.awaitEnd(Eventually.DEADLINE_NANOS)).isTrue();
        assertThat(steps).containsExactly("failed: no process", "ended");
    }

    private Recovery recovery() {
        return new Recovery(
                () -> {
                    throw new IllegalStateException("no process");
                },
                work,
                Eventually.DEADLINE_NANOS);
    }
}
