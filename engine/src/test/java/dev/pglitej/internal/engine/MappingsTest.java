package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MappingsTest {
    private static final long COUNT_NANOS = 1_000;

    private int present;
    private int counts;
    private long now;

    @Test
    void whatIsLeftCanBeHadWithoutCounting() {
        Mappings mappings = mappings(1, 100, 0);

        assertThatCode(() -> mappings.take(60)).doesNotThrowAnyException();
        assertThatCode(() -> mappings.take(40)).doesNotThrowAnyException();
    }

    @Test
    void whereTooFewAreLeftTheMessageNamesTheLimit() {
        Mappings mappings = mappings(20, 0, 19);

        assertThatThrownBy(() -> mappings.take(1))
                .isInstanceOf(ExhaustedException.class)
                .hasMessageMatching("this JVM has 19 memory mappings of the 20 that .*")
                .hasMessageContaining("sysctl -w vm.max_map_count=");
    }

    @Test
    void countingAgainFindsWhatIsFreeNow() {
        Mappings mappings = mappings(60_000, 0, 0);

        assertThatCode(() -> {
                    for (int i = 0; i < 100; i++) mappings.take(1_000);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aRefusalIsRepeatedWithoutACountUntilMemoryIsFreed() {
        Mappings mappings = mappings(100, 0, 95);
        refuse(mappings, 10);
        present = 10;

        refuse(mappings, 10);
        assertThat(counts).isEqualTo(1);

        mappings.free();
        mappings.take(10);
        assertThat(counts).isEqualTo(2);
    }

    @Test
    void aRefusalHoldsAHundredTimesAsLongAsItsCountTook() {
        Mappings mappings = mappings(100, 0, 95);
        refuse(mappings, 10);
        present = 10;

        now += 100 * COUNT_NANOS - 1;
        refuse(mappings, 10);
        now += 1;
        mappings.take(10);

        assertThat(counts).isEqualTo(2);
    }

    @Test
    void fewerMappingsThanWereRefusedMayBeTaken() {
        Mappings mappings = mappings(100, 0, 80);
        refuse(mappings, 40);

        mappings.take(10);

        assertThat(counts).isEqualTo(1);
        refuse(mappings, 40);
    }

    @Test
    void theMappingsOfThisProcessAreCounted() {
        assertThat(Mappings.present()).isGreaterThan(10);
        assertThatCode(() -> Mappings.expect(1)).doesNotThrowAnyException();
    }

    private void refuse(Mappings mappings, int count) {
        assertThatThrownBy(() -> mappings.take(count)).isInstanceOf(ExhaustedException.class);
    }

    private Mappings mappings(int most, int left, int presentAtFirst) {
        present = presentAtFirst;
        return new Mappings(most, left, this::count, () -> now);
    }

    private int count() {
        counts++;
        now += COUNT_NANOS;
        return present;
    }
}
