package dev.pglitej.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ChildSlotsTest {
    private final ChildSlots slots = new ChildSlots();

    @Test
    void slotsAreCountedFromOne() {
        assertThat(slots.take()).isEqualTo(1);
        assertThat(slots.take()).isEqualTo(2);
        assertThat(slots.take()).isEqualTo(3);
    }

    @Test
    void theLowestFreeSlotIsGivenOutAgain() {
        slots.take();
        slots.take();
        slots.take();

        slots.free(2);

        assertThat(slots.take()).isEqualTo(2);
        assertThat(slots.take()).isEqualTo(4);
    }
}
