package dev.pglitej.benchmarks;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines on stdout: fields parted by tabs, numbers with a point and four digits that count. Confined to one thread. */
final class Report {
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private final PrintStream out;
    private final List<Double> computingRatios = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /** Prints name, ours in ms, native in ms, ratio. */
    void add(Comparison comparison) {
        if (comparison.computing()) computingRatios.add(comparison.ratio());
        line(comparison.name(), number(comparison.ours()), number(comparison.natives()), number(comparison.ratio()));
    }

    /** Prints three lines with the medians of both sides, and their ratio. */
    void sides(String name, List<Double> ours, List<Double> natives, String unit) {
        double our = Statistics.median(ours);
        double other = Statistics.median(natives);
        line(name, number(our), unit);
        line(name + "-native", number(other), unit);
        line(name + "-ratio", number(our / other), "ratio");
    }

    /** Prints the last line: the geometric mean of the computing rows' ratios. Without such rows there is none. */
    void finish() {
        if (!computingRatios.isEmpty()) {
            double[] ratios =
                    computingRatios.stream().mapToDouble(Double::doubleValue).toArray();
            line("geomean", number(Statistics.geometricMean(ratios)));
        }
    }

    /** Prints any line. */
    void line(String... fields) {
        // One kind of line end on every platform, and each line as soon as it is known.
        out.print(String.join("\t", fields) + "\n");
        out.flush();
    }

    static String number(double value) {
        BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS);
        int missingDigits = Math.max(0, FOUR_DIGITS.getPrecision() - rounded.precision());
        return rounded.setScale(rounded.scale() + missingDigits).toPlainString();
    }

    /** A count as people write it: 25,000. */
    static String count(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
