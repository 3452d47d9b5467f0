package dev.pglitej.benchmarks;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/** The means and percentiles that the reports are made of. */
final class Statistics {
    private Statistics() {}

    /** The middle value, or the mean of the two middle ones. */
    static double median(double... samples) {
        requireSome(samples);
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The same of a list. */
    static double median(List<Double> samples) {
        return median(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The smallest of the samples that so many percent of them are not above, such as the largest for 100. */
    static double percentile(double percent, double... samples) {
        requireSome(samples);
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        // Decimal, since 99.9 % of 1,000 are more than 999 in binary.
        int count = BigDecimal.valueOf(percent)
                .multiply(BigDecimal.valueOf(sorted.length))
                .movePointLeft(2)
                .setScale(0, RoundingMode.CEILING)
                .intValueExact();
        return sorted[Math.max(0, count - 1)];
    }

    /** The mean that suits ratios: half as fast and twice as fast come to 1. */
    static double geometricMean(double... ratios) {
        requireSome(ratios);
        return Math.exp(Arrays.stream(ratios).map(Math::log).average().orElseThrow());
    }

    private static void requireSome(double[] values) {
        if (values.length == 0) throw new IllegalArgumentException("there is no mean of no values");
    }
}
