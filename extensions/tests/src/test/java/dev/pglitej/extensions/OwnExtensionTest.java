package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/pglitej extension build} makes of an archive, and what it says if it cannot. */
@Timeout(300)
final class OwnExtensionTest {
    private static final String COMMAND = "dev.pglitej.natives.ExtensionJarMain";
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path ARCHIVE =
            ROOT.resolve("extensions/node_modules/@electric-sql/pglite-pg_hashids/dist/pg_hashids.tar.gz");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    /** What a program printed. */
    private record Run(int status, String output) {}

    private static Run run(String classPath, String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp", classPath));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), output.strip());
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    @Test
    void anArchiveBecomesAJarWhoseExtensionADatabaseCreates() throws Exception {
        Path jar = directory.resolve("own.jar");

        Run built = run(
                classPath(),
                COMMAND,
                "--root=" + ROOT,
                "--archive=" + ARCHIVE,
                "--name=own",
                "--preload=pg_hashids",
                "--output=" + jar);

        assertThat(built.output()).endsWith(jar.toString());
        assertThat(ModuleFinder.of(jar).findAll())
                .extracting(module -> module.descriptor().name())
                .containsExactly("pglitej.extension.own");
        String without = Arrays.stream(classPath().split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("pg_hashids"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(run(without + File.pathSeparator + jar, OwnExtensionProgram.class.getName()))
                .isEqualTo(new Run(0, "pg_hashids jNl"));
        assertThat(run(without, OwnExtensionProgram.class.getName()).output())
                .contains("add the dependency dev.pglitej:pglitej-pg_hashids");
    }

    @Test
    void whatIsNoArchiveOrHasNoNameForAModuleIsRefused() throws Exception {
        Path text = Files.writeString(directory.resolve("notes.txt"), "text");

        assertThat(run(classPath(), COMMAND, "--root=" + ROOT, "--archive=" + text))
                .isEqualTo(new Run(
                        1,
                        "pglitej: " + text + " is not an archive as PGlite's extensions have: its name ends in .tar.gz,"
                                + " and it has lib/postgresql and share/postgresql/extension"));
        assertThat(run(classPath(), COMMAND, "--root=" + ROOT, "--archive=" + ARCHIVE, "--name=my-own")
                        .output())
                .contains("the name my-own cannot be part of a Java module's name");
        assertThat(run(classPath(), COMMAND, "--root=" + ROOT, "--archive=" + directory.resolve("none.tar.gz"))
                        .output())
                .contains("there is no file " + directory.resolve("none.tar.gz"));
    }
}
