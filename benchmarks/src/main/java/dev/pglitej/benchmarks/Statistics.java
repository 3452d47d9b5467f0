package dev.pglitej.benchmarks;

import java.util.Arrays;

/** The two means that the reports are made of. */
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

    /** The mean that suits ratios: half as fast and twice as fast come to 1. */
    static double geometricMean(double... ratios) {
        requireSome(ratios);
        return Math.exp(Arrays.stream(ratios).map(Math::log).average().orElseThrow());
    }

    private static void requireSome(double[] values) {
        if (values.length == 0) throw new IllegalArgumentException("there is no mean of no values");
    }
}
