package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Applications that have the driver among their own classes, as those in a web server do: redeployed, and side by side. */
@Timeout(240)
final class RedeploymentTest {
    private static List<String> run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // pgjdbc has a thread that ends half a minute after the last connection else.
                "-Dpgjdbc.config.cleanup.thread.ttl=100",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Redeployments.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output.lines().toList();
    }

    private static List<String> answers(int count) {
        return Stream.concat(
                        Collections.nCopies(count, "42").stream(),
                        Stream.of("left: 0", "engines: 1, loaders: 0", "memory of files: 0"))
                .toList();
    }

    @Test
    void anApplicationIsRedeployedTwentyTimesAndNothingIsLeftOfIt() throws Exception {
        assertThat(run("20")).isEqualTo(answers(20));
    }

    @Test
    void threeApplicationsUseItAtOnceEachWithItsOwn() throws Exception {
        assertThat(run("3", "together")).isEqualTo(answers(6));
    }
}
