package dev.pglitej.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TrainingTest {
    @Test
    void everyStatementOfTheTrainingSucceeds() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);

        assertThatCode(() -> new Training("jdbc:pglite:memory:training", 100, out).run())
                .doesNotThrowAnyException();

        assertThat(log.toString(StandardCharsets.UTF_8)).contains("training: short transactions", "maintenance.sql");
    }
}
