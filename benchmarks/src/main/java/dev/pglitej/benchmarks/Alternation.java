package dev.pglitej.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Times a row on two databases in turn, A B A B, so that what else the machine does falls on both, and takes the medians. The
 * first samples of each are to warm up and do not count.
 * Confined to one thread.
 */
final class Alternation {
    private static final double NANOS_PER_MILLI = 1e6;

    private final int rounds;
    private final LongSupplier nanoTime;

    /** @param nanoTime the clock, such as {@code System::nanoTime} */
    Alternation(int rounds, LongSupplier nanoTime) {
        this.rounds = rounds;
        this.nanoTime = nanoTime;
    }

    /**
     * @throws IllegalStateException when the two computed different things
     */
    Comparison compare(Row row, Trial ours, Trial natives) throws SQLException {
        Side first = new Side("PGliteJ", row, ours);
        Side second = new Side("native PostgreSQL", row, natives);
        first.trial.setUp();
        second.trial.setUp();
        for (int n = 0; n < row.samples(); n++) {
            first.sample();
            second.sample();
        }
        for (int n = 0; n < rounds * row.samples(); n++) {
            first.keep(first.sample());
            second.keep(second.sample());
            requireSame(row, first, second);
        }
        return new Comparison(row.name(), row.computing(), first.median(), second.median());
    }

    private static void requireSame(Row row, Side first, Side second) {
        if (!first.answer.equals(second.answer)) {
            throw new IllegalStateException(row.name() + ": " + first.name + " answers '" + first.answer + "', "
                    + second.name + " '" + second.answer + "'; times of different work cannot be compared");
        }
    }

    private final class Side {
        private final String name;
        private final Row row;
        private final Trial trial;
        private final List<Double> samples = new ArrayList<>();
        private String answer = "";

        Side(String name, Row row, Trial trial) {
            this.name = name;
            this.row = row;
            this.trial = trial;
        }

        void keep(double sample) {
            samples.add(sample);
        }

        double sample() throws SQLException {
            trial.reset();
            long begin = nanoTime.getAsLong();
            String computed = trial.work();
            long nanos = nanoTime.getAsLong() - begin;
            answer = computed + trial.proof();
            return nanos / NANOS_PER_MILLI / row.operations();
        }

        double median() {
            return Statistics.median(
                    samples.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}
