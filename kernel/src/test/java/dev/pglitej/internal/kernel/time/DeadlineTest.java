package dev.pglitej.internal.kernel.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadlineTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void thereIsLessTimeTheMoreHasPassedAndNeverLessThanNone() {
        Deadline deadline = Deadline.in(clock, 10);

        clock.advance(4);
        assertThat(deadline.leftNanos()).isEqualTo(6);
        assertThat(deadline.isOver()).isFalse();
        clock.advance(6);
        assertThat(deadline.leftNanos()).isZero();
        assertThat(deadline.isOver()).isTrue();
        clock.advance(Long.MAX_VALUE / 2);
        assertThat(deadline.leftNanos()).isZero();
    }

    @Test
    void aDeadlineThatIsNeverIsNotOverHoweverMuchTimeHasPassed() {
        Deadline never = Deadline.in(clock, Long.MAX_VALUE);

        clock.advance(Long.MAX_VALUE);

        assertThat(never.leftNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(Deadline.never().leftNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aDeadlineInNoTimeIsOverAtOnce(long nanos) {
        Deadline deadline = Deadline.in(clock, nanos);

        assertThat(deadline.isOver()).isTrue();
    }

    @Test
    void aDurationThatNanosecondsCannotCountIsNever() {
        assertThat(Deadline.in(Duration.ofSeconds(Long.MAX_VALUE)).leftNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(Deadline.in(Duration.ofSeconds(Long.MIN_VALUE)).isOver()).isTrue();
    }
}
