package dev.pglitej.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.benchmarks.UsageException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class ReportPageTest {
    private static final List<Measurement> MEASUREMENTS = List.of(
            new Measurement("a < b & \"c\"", "ms", Map.of(Side.PGLITEJ, 2.0, Side.NATIVE, 4.0)),
            new Measurement("zero", "count", Map.of(Side.PGLITEJ, 0.0)));

    @Test
    void aChartIsWellFormedAndItsBarsAreInProportion() throws Exception {
        String svg = BarChart.svg("<title>", MEASUREMENTS);

        Document parsed =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(parsed.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg).contains("width=\"165.0\"", "width=\"330.0\"", "4 ms  (PGliteJ 0.5 of it)");
    }

    @Test
    void aPageNeedsNothingElse() {
        String html = ReportPage.html("2 processors", Map.of(Benchmark.JDBC, MEASUREMENTS));

        assertThat(html)
                .contains("2 processors", "<svg", "<td>a &lt; b &amp; &quot;c&quot;</td><td>ms</td><td>less</td>");
        assertThat(html).doesNotContain("src=", "href=", "@import", "<script");
    }

    @Test
    void anUnknownBenchmarkIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> ReportOptions.parse(Path.of("."), "--only", "speed"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'speed'")
                .hasMessageContaining("compare, jdbc, instant");
    }

    @Test
    void eachBenchmarkOfTheReportIsACommandOfThisModule() {
        for (Benchmark benchmark : Benchmark.values()) {
            assertThat(Files.isExecutable(Path.of("..").resolve(benchmark.command())))
                    .as(benchmark.command())
                    .isTrue();
        }
    }
}
