package dev.pglitej.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OnceTest {
    @Test
    void whatHasBeenMadeIsNotMadeAgain() {
        AtomicInteger made = new AtomicInteger();
        Once<Integer> once = new Once<>(made::incrementAndGet);

        assertThat(once.get()).isEqualTo(1);
        assertThat(once.get()).isEqualTo(1);
    }

    @Test
    void whatCannotBeMadeFailsEachTimeWithTheReasonUntilItCan() {
        AtomicInteger tries = new AtomicInteger();
        Once<String> once = new Once<>(() -> {
            if (tries.incrementAndGet() < 3) throw new IllegalStateException("try " + tries);
            return "made";
        });

        assertThatThrownBy(once::get).isInstanceOf(IllegalStateException.class).hasMessage("try 1");
        assertThatThrownBy(once::get).isInstanceOf(IllegalStateException.class).hasMessage("try 2");
        assertThat(once.get()).isEqualTo("made");
    }
}
