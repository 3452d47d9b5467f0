package dev.pglitej.internal.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HoldWatchTest {
    private final List<Long> told = new ArrayList<>();

    @Test
    void aHolderThatKeepsTheProcessorForTooLongIsReportedOnceForEachTime() {
        HoldWatch watch = new HoldWatch(0, told::add);
        watch.taken();

        watch.look(0);
        watch.look(0);
        watch.taken();
        watch.look(1);
        watch.look(1);

        assertThat(told).hasSize(2);
    }

    @Test
    void aHolderThatGivesItUpInTimeIsNotReported() {
        HoldWatch watch = new HoldWatch(Long.MAX_VALUE, told::add);
        watch.taken();

        watch.look(0);

        assertThat(told).isEmpty();
    }
}
