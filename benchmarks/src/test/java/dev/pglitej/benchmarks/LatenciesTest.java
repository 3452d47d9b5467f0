package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LatenciesTest {
    @TempDir
    private Path directory;

    @Test
    void theLatenciesOfAllFilesAreMillisecondsOfTheThirdField() throws IOException {
        Files.writeString(directory.resolve("log.4711"), "0 0 1500 0 1764381964 105732\n1 0 250 0 1764381964 105740\n");
        Files.writeString(directory.resolve("log.4711.1"), "0 1 70250 0 1764381964 176001\n");

        Latencies latencies = Latencies.in(directory);

        assertThat(latencies.slowest()).isEqualTo(70.25);
        assertThat(latencies.percentile(50)).isEqualTo(1.5);
    }

    @Test
    void aPercentileLeavesOutTheFewThatAreSlower() throws IOException {
        List<String> lines = IntStream.rangeClosed(1, 1000)
                .mapToObj(n -> "0 " + n + " " + n * 1000 + " 0 1764381964 0")
                .toList();
        Files.write(directory.resolve("log.1"), lines);

        assertThat(Latencies.in(directory).percentile(99.9)).isEqualTo(999);
    }

    @Test
    void aLogWithoutTransactionsIsAFailure() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Latencies.in(directory))
                .withMessage("pgbench has logged no transaction in " + directory);
    }

    @Test
    void aLineThatIsNoTransactionIsAFailureThatQuotesIt() throws IOException {
        Files.writeString(directory.resolve("log.1"), "no transaction\n");

        assertThatIllegalStateException()
                .isThrownBy(() -> Latencies.in(directory))
                .withMessageEndingWith(": no transaction");
    }
}
