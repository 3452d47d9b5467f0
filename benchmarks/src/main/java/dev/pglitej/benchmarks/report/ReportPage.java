package dev.pglitej.benchmarks.report;

import java.util.List;
import java.util.Map;

/** One HTML page that needs nothing else: charts, and the numbers behind them as tables. Stateless. */
final class ReportPage {
    private static final String STYLE =
            "body{font-family:system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2328}"
                    + "table{border-collapse:collapse}td,th{padding:.15rem .8rem;text-align:right;border-bottom:1px solid #d0d7de}"
                    + "td:first-child,th:first-child{text-align:left}svg{max-width:100%;height:auto}";

    private ReportPage() {}

    /**
     * The page.
     *
     * @param machine what it was measured on
     * @param results what each benchmark measured, in the page's order
     */
    static String html(String machine, Map<Benchmark, List<Measurement>> results) {
        StringBuilder body = new StringBuilder();
        results.forEach((benchmark, measurements) -> body.append(section(benchmark, measurements)));
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>PGliteJ: benchmarks</title><style>"
                + STYLE
                + "</style></head><body>\n<h1>PGliteJ: benchmarks</h1>\n<p>" + BarChart.escaped(machine)
                + ". Both sides of each comparison ran in turns in the same run. Each group of bars has a scale of its own.</p>\n"
                + body + "</body></html>\n";
    }

    private static String section(Benchmark benchmark, List<Measurement> measurements) {
        StringBuilder rows = new StringBuilder();
        for (Measurement measurement : measurements) rows.append(row(measurement));
        StringBuilder heads = new StringBuilder();
        for (Side side : Side.values()) {
            heads.append("<th>").append(BarChart.escaped(side.label())).append("</th>");
        }
        return "<h2>" + BarChart.escaped(benchmark.title()) + "</h2>\n<p><code>" + benchmark.command() + "</code></p>\n"
                + BarChart.svg(benchmark.title(), measurements)
                + "<details><summary>numbers</summary><table><tr><th></th><th>unit</th><th>better</th>" + heads
                + "</tr>\n" + rows
                + "</table></details>\n";
    }

    private static String row(Measurement measurement) {
        StringBuilder cells = new StringBuilder();
        for (Side side : Side.values()) {
            Double value = measurement.values().get(side);
            cells.append("<td>")
                    .append(value == null ? "" : BarChart.number(value))
                    .append("</td>");
        }
        return "<tr><td>%s</td><td>%s</td><td>%s</td>%s</tr>\n"
                .formatted(
                        BarChart.escaped(measurement.name()),
                        BarChart.escaped(measurement.unit()),
                        measurement.isMoreBetter() ? "more" : "less",
                        cells);
    }
}
