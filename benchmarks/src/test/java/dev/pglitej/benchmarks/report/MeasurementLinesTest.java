package dev.pglitej.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MeasurementLinesTest {
    @Test
    void sidesOfOneMeasurementComeTogetherAndRatiosAreLeftOut() {
        List<Measurement> read = MeasurementLines.read(List.of(
                "fresh-database\t4.1\tms",
                "fresh-database-h2\t1.5\tms",
                "fresh-database-h2-ratio\t2.7\tratio",
                "reset\t6\tms"));

        assertThat(read)
                .containsExactly(
                        new Measurement("fresh-database", "ms", Map.of(Side.PGLITEJ, 4.1, Side.H2, 1.5)),
                        new Measurement("reset", "ms", Map.of(Side.PGLITEJ, 6.0)));
    }

    @Test
    void aLineOfFourFieldsIsACompareLine() {
        List<Measurement> read = MeasurementLines.read(List.of("join\t21\t20\t1.05", "geomean\t0.9"));

        assertThat(read).containsExactly(new Measurement("join", "ms", Map.of(Side.PGLITEJ, 21.0, Side.NATIVE, 20.0)));
    }

    @Test
    void whatIsNoNumberIsRefusedWithItsLine() {
        assertThatThrownBy(() -> MeasurementLines.read(List.of("join\tfast\tms")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'fast' is not a number, in the line of a benchmark: join\tfast\tms");
    }
}
