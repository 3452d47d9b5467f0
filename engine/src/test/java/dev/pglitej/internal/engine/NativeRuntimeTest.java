package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NativeRuntimeTest {
    /** Run with an operating system that has no library: says each time why nothing can be loaded. */
    static final class WithoutLibrary {
        private WithoutLibrary() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    SharedMemory.create(65536);
                } catch (EngineException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    @Test
    void withoutALibraryForThePlatformEveryUseSaysSo() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dos.name=Plan 9",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutLibrary.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output.lines()).hasSize(2).allMatch(line -> line.startsWith("PGliteJ does not run on plan_9-"));
    }
}
