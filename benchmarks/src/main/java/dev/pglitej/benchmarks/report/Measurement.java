package dev.pglitej.benchmarks.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was measured on one side or several. Immutable.
 *
 * @param name as the benchmark prints it, without the side
 * @param unit of all values
 */
record Measurement(String name, String unit, Map<Side, Double> values) {
    Measurement {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** PGliteJ's value to another side's; empty where one of them is missing, or the other is zero. */
    OptionalDouble ratioTo(Side other) {
        Double ours = values.get(Side.PGLITEJ);
        Double theirs = values.get(other);
        return ours == null || theirs == null || theirs == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(ours / theirs);
    }

    double largest() {
        return values.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** Whether more of it is better, as of what is counted in a time. */
    boolean isMoreBetter() {
        return unit.endsWith("/s") || unit.equals("tps") || unit.equals("count");
    }
}
