package dev.pglitej.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The training of a release, on plain libraries and with few transactions. */
@Timeout(300)
final class TrainingTest {
    /** The modules that a release trains before it builds them. */
    private static final List<String> LATER = List.of("protocol", "postgres", "jdbc", "junit", "contrib", "benchmarks");

    @Test
    void theTrainingNeedsNothingThatIsBuiltAfterTheLibrariesAndEveryStatementSucceeds(@TempDir Path directory)
            throws Exception {
        List<String> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> LATER.stream().noneMatch(module -> isOutputOf(module, entry)))
                .collect(Collectors.toList());
        ProcessBuilder training = new ProcessBuilder(
                        "sh",
                        "../natives/src/main/training/train.sh",
                        directory.resolve("work").toString(),
                        "100")
                .redirectErrorStream(true);
        training.environment().put("JAVA_HOME", System.getProperty("java.home"));
        training.environment().put("PGLITEJ_RECORDING_CLASSES", only("natives", classPath));
        training.environment().put("PGLITEJ_TRAINING_CLASSPATH", String.join(File.pathSeparator, classPath));

        Process process = training.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("making the image of a clean database", "training: short transactions", "maintenance.sql");
    }

    private static String only(String module, List<String> classPath) {
        List<String> outputs =
                classPath.stream().filter(entry -> isOutputOf(module, entry)).toList();
        assertThat(outputs).hasSize(1);
        return outputs.get(0);
    }

    /** Its classes or its jar, in its own directory or in a repository. */
    private static boolean isOutputOf(String module, String entry) {
        Path path = Path.of(entry);
        return path.getFileName().toString().startsWith("pglitej-" + module + "-")
                || path.endsWith(Path.of(module, "target", "classes"))
                || path.endsWith(Path.of(module, "target", "test-classes"));
    }
}
