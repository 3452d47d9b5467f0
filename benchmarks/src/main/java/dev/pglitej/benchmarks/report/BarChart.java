package dev.pglitej.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Measurements as an SVG image: for each one a group of horizontal bars, a bar a side, as long as its part of the group's longest. Groups
 * have scales of their own, since milliseconds and megabytes have none in common. Stateless.
 */
final class BarChart {
    private static final int WIDTH = 760;
    private static final int LEFT = 230;
    private static final int LONGEST = 330;
    private static final int BAR = 14;
    private static final int GAP = 10;
    private static final int TOP = 34;
    private static final Map<Side, String> COLORS =
            Map.of(Side.PGLITEJ, "#1f6feb", Side.NATIVE, "#8c959f", Side.ZONKY, "#bf8700", Side.H2, "#8250df");

    private BarChart() {}

    /** An image with a title, which says what it shows to those who do not see it. */
    static String svg(String title, List<Measurement> measurements) {
        StringBuilder bars = new StringBuilder();
        int y = TOP;
        for (Measurement measurement : measurements) y = group(bars, measurement, y);
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " font-family=\"system-ui, sans-serif\" font-size=\"12\">\n"
                        + "<title>%s</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n%s%s</svg>\n")
                .formatted(WIDTH, y, WIDTH, y, escaped(title), legend(measurements), bars);
    }

    private static String legend(List<Measurement> measurements) {
        StringBuilder legend = new StringBuilder();
        int x = LEFT;
        for (Side side : Side.values()) {
            if (measurements.stream()
                    .noneMatch(measurement -> measurement.values().containsKey(side))) {
                continue;
            }
            legend.append("<rect x=\"%d\" y=\"8\" width=\"12\" height=\"12\" fill=\"%s\"/>".formatted(x, color(side)));
            legend.append(text(x + 16, 18, "start", side.label()));
            x += 30 + 7 * side.label().length();
        }
        return legend.toString();
    }

    private static int group(StringBuilder bars, Measurement measurement, int top) {
        int y = top;
        for (Map.Entry<Side, Double> entry : measurement.values().entrySet()) {
            double part = measurement.largest() == 0 ? 0 : entry.getValue() / measurement.largest();
            double length = Math.max(1, LONGEST * part);
            bars.append("<rect x=\"%d\" y=\"%d\" width=\"%s\" height=\"%d\" fill=\"%s\"/>"
                    .formatted(LEFT, y, tenths(length), BAR - 2, color(entry.getKey())));
            bars.append(text(LEFT + (int) length + 6, y + BAR - 4, "start", label(measurement, entry.getKey())));
            y += BAR;
        }
        int middle = top + (y - top) / 2 + 3;
        bars.append(text(LEFT - 8, middle, "end", measurement.name())).append('\n');
        return y + GAP;
    }

    /** The value, and for another side how PGliteJ's compares. */
    private static String label(Measurement measurement, Side side) {
        String value = number(measurement.values().getOrDefault(side, 0.0)) + " " + measurement.unit();
        OptionalDouble ratio = side == Side.PGLITEJ ? OptionalDouble.empty() : measurement.ratioTo(side);
        return ratio.isEmpty() ? value : value + "  (PGliteJ " + number(ratio.getAsDouble()) + " of it)";
    }

    private static String color(Side side) {
        return COLORS.getOrDefault(side, "#000000");
    }

    private static String text(int x, int y, String anchor, String text) {
        return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#1f2328\">%s</text>"
                .formatted(x, y, anchor, escaped(text));
    }

    static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String tenths(double value) {
        return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .strip();
    }
}
