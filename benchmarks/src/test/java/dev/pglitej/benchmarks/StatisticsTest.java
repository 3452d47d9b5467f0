package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class StatisticsTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Statistics.median(9, 1, 4)).isEqualTo(4);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Statistics.median(9, 1, 4, 5)).isEqualTo(4.5);
    }

    @Test
    void takingTheMedianLeavesTheSamplesInTheirOrder() {
        double[] samples = {3, 1, 2};

        Statistics.median(samples);

        assertThat(samples).containsExactly(3, 1, 2);
    }

    @Test
    void twiceAsFastAndHalfAsFastComeToOne() {
        assertThat(Statistics.geometricMean(2, 0.5)).isCloseTo(1, within(1e-12));
    }

    @Test
    void theGeometricMeanOfTwoAndEightIsFour() {
        assertThat(Statistics.geometricMean(2, 8)).isCloseTo(4, within(1e-12));
    }

    @Test
    void aPercentileIsOneOfTheSamples() {
        assertThat(Statistics.percentile(100, 9, 1, 4)).isEqualTo(9);
        assertThat(Statistics.percentile(99, 9, 1, 4)).isEqualTo(9);
        assertThat(Statistics.percentile(50, 9, 1, 4)).isEqualTo(4);
        assertThat(Statistics.percentile(0, 9, 1, 4)).isEqualTo(1);
    }

    @Test
    void noValuesHaveNoMean() {
        assertThatIllegalArgumentException().isThrownBy(Statistics::median);
        assertThatIllegalArgumentException().isThrownBy(Statistics::geometricMean);
    }
}
