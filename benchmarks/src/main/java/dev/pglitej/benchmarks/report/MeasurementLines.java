package dev.pglitej.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what benchmarks print: lines of name, value and unit, or of name, PGliteJ's milliseconds, native's and their ratio. Stateless.
 */
final class MeasurementLines {
    private static final String RATIO = "ratio";

    private MeasurementLines() {}

    /**
     * The measurements in the order of their first lines; ratios are left out, since they follow from the rest.
     *
     * @throws IllegalArgumentException if a line is neither
     */
    static List<Measurement> read(List<String> lines) {
        Map<String, Map<Side, Double>> values = new LinkedHashMap<>();
        Map<String, String> units = new LinkedHashMap<>();
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            if (fields.length == 4) {
                units.put(fields[0], "ms");
                Map<Side, Double> row = values.computeIfAbsent(fields[0], name -> new EnumMap<>(Side.class));
                row.put(Side.PGLITEJ, number(line, fields[1]));
                row.put(Side.NATIVE, number(line, fields[2]));
            } else if (fields.length == 3 && !fields[2].equals(RATIO)) {
                Side side = side(fields[0]);
                String name = withoutSide(fields[0], side);
                units.put(name, fields[2]);
                values.computeIfAbsent(name, ignored -> new EnumMap<>(Side.class))
                        .put(side, number(line, fields[1]));
            } else if (fields.length != 3 && fields.length != 2) {
                throw new IllegalArgumentException(
                        "a benchmark printed a line of " + fields.length + " fields: " + line);
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        values.forEach((name, sides) -> measurements.add(new Measurement(name, units.getOrDefault(name, ""), sides)));
        return measurements;
    }

    private static Side side(String name) {
        return Arrays.stream(Side.values())
                .filter(side -> name.endsWith(side.suffix()))
                .findFirst()
                .orElse(Side.PGLITEJ);
    }

    private static String withoutSide(String name, Side side) {
        return name.endsWith(side.suffix())
                ? name.substring(0, name.length() - side.suffix().length())
                : name;
    }

    private static double number(String line, String field) {
        try {
            return Double.parseDouble(field);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + field + "' is not a number, in the line of a benchmark: " + line, e);
        }
    }
}
