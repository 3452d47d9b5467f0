package dev.pglitej.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PendingSignalsTest {
    private final PendingSignals pending = new PendingSignals();

    @Test
    void nothingIsPendingAtFirst() {
        assertThat(pending.isEmpty()).isTrue();
        assertThat(pending.poll()).isZero();
    }

    @Test
    void theLowestNumberIsDeliveredFirst() {
        pending.add(Signal.SIGTERM);
        pending.add(Signal.SIGINT);
        pending.add(Signal.SIGUSR1);

        assertThat(pending.poll()).isEqualTo(2);
        assertThat(pending.poll()).isEqualTo(10);
        assertThat(pending.poll()).isEqualTo(15);
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void aSignalSentTwiceIsDeliveredOnce() {
        pending.add(Signal.SIGUSR1);
        pending.add(Signal.SIGUSR1);

        assertThat(pending.poll()).isEqualTo(10);
        assertThat(pending.poll()).isZero();
    }
}
