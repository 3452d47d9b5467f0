package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Report report = new Report(new PrintStream(printed, false, StandardCharsets.UTF_8));

    @Test
    void aLineHasNameOursNativeAndRatioPartedByTabs() {
        report.add(new Comparison("join", true, 22.5, 20));

        assertThat(printed()).isEqualTo("join\t22.50\t20.00\t1.125\n");
    }

    @Test
    void sidesAreThreeLinesWithTheMediansAndTheirRatio() {
        report.sides("select-4", List.of(30.0, 10.0, 20.0), List.of(50.0, 40.0, 30.0), "tps");

        assertThat(printed())
                .isEqualTo("select-4\t20.00\ttps\nselect-4-native\t40.00\ttps\nselect-4-ratio\t0.5000\tratio\n");
    }

    @Test
    void theLastLineIsTheGeometricMeanOfTheComputingRowsAlone() {
        report.add(new Comparison("join", true, 20, 10));
        report.add(new Comparison("vacuum", false, 900, 10));
        report.add(new Comparison("regex", true, 80, 10));
        report.finish();

        assertThat(printed()).endsWith("\ngeomean\t4.000\n");
    }

    @Test
    void withoutComputingRowsThereIsNoGeometricMean() {
        report.add(new Comparison("vacuum", false, 30, 10));
        report.finish();

        assertThat(printed()).isEqualTo("vacuum\t30.00\t10.00\t3.000\n");
    }

    @Test
    void numbersHaveFourDigitsThatCountAndNeverAnExponent() {
        assertThat(Report.number(0.0085)).isEqualTo("0.008500");
        assertThat(Report.number(4)).isEqualTo("4.000");
        assertThat(Report.number(123456.789)).isEqualTo("123500");
        assertThat(Report.number(1e-7)).isEqualTo("0.0000001000");
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
