package dev.pglitej.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Measured times of one thing. Confined to one thread. */
final class Samples {
    private final List<Double> millis = new ArrayList<>();

    void add(double sample) {
        millis.add(sample);
    }

    void addSince(long startNanos) {
        add((System.nanoTime() - startNanos) / 1e6);
    }

    double median() {
        return Statistics.median(
                millis.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
