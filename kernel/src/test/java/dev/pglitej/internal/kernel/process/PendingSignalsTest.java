package dev.pglitej.internal.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PendingSignalsTest {

    private final PendingSignals signals = new PendingSignals();

    @Test
    void signalsAreTakenOnceAndTheLowestFirst() {
        signals.add(15);
        signals.add(63);
        signals.add(1);
        signals.add(15);

        assertThat(signals.take()).isEqualTo(1);
        assertThat(signals.take()).isEqualTo(15);
        assertThat(signals.take()).isEqualTo(63);
        assertThat(signals.isEmpty()).isTrue();
        assertThat(signals.take()).isZero();
    }

    @Test
    void aSignalSentTwiceIsTakenOnce() {
        signals.add(10);
        signals.add(10);

        assertThat(signals.take()).isEqualTo(10);
        assertThat(signals.take()).isZero();
    }

    @Test
    void numbersThatAreNoSignalsAreRefused() {
        assertThatThrownBy(() -> signals.add(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> signals.add(64)).hasMessageContaining("64");
    }
}
