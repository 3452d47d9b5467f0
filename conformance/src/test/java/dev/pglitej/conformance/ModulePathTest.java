package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A program of modules, compiled and run with the JDK of these tests, and with each JDK that is installed beside it: where the
 * newest is, the tests run with that one too.
 */
final class ModulePathTest {
    private static final int OLDEST_JAVA = 17;
    private static final List<String> ARTIFACTS =
            List.of("engine", "kernel", "protocol", "natives", "postgres", "contrib", "pgvector", "jdbc", "server");

    private static final String MODULE = """
            module consumer {
                requires java.sql;
                requires dev.pglitej.postgres;
                requires dev.pglitej.jdbc;
            }
            """;

    private static final String PROGRAM = """
            package consumer;

            import dev.pglitej.PGlite;
            import java.sql.Connection;
            import java.sql.DriverManager;
            import java.sql.ResultSet;
            import java.sql.SQLException;

            public final class Program {
                public static void main(String[] arguments) throws SQLException {
                    System.out.println(PGlite.class.getModule().getName());
                    try (PGlite database = PGlite.builder().extensions("hstore", "vector").open();
                            Connection connection = database.getConnection()) {
                        System.out.println(value(connection, "select '[1,2,4]'::vector <-> '[1,2,3]'"));
                        System.out.println(value(connection, "select 'a=>b'::hstore -> 'a'"));
                    }
                    try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:?extensions=citext")) {
                        System.out.println(value(connection, "select 'A'::citext = 'a'"));
                    }
                }

                private static String value(Connection connection, String query) throws SQLException {
                    try (ResultSet rows = connection.createStatement().executeQuery(query)) {
                        rows.next();
                        return rows.getString(1);
                    }
                }
            }
            """;

    @TempDir
    private Path directory;

    /** In a reactor that has not come to the packaging, there are directories; no module has a name then. */
    @BeforeEach
    void onlyWithJars() {
        assumeTrue(ARTIFACTS.stream().allMatch(name -> jars().anyMatch(jar -> isArtifact(jar, name))), "no jars");
    }

    private static Stream<Path> jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of);
    }

    private static boolean isArtifact(Path jar, String name) {
        return jar.getFileName().toString().matches("pglitej-" + name + "-[0-9].*\\.jar");
    }

    private static Stream<Path> ours() {
        return jars().filter(jar -> ARTIFACTS.stream().anyMatch(name -> isArtifact(jar, name)));
    }

    static List<Path> javaHomes() throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        try (Stream<Path> beside = Files.list(own.toRealPath().getParent())) {
            List<Path> others = beside.filter(ModulePathTest::isNewEnough)
                    .map(ModulePathTest::real)
                    .filter(home -> !home.equals(real(own)))
                    .distinct()
                    .toList();
            return Stream.concat(Stream.of(own), others.stream()).toList();
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isNewEnough(Path home) {
        Path release = home.resolve("release");
        if (!Files.exists(release) || !Files.exists(home.resolve("bin/javac"))) return false;
        Properties facts = new Properties();
        try (InputStream in = Files.newInputStream(release)) {
            facts.load(in);
        } catch (IOException e) {
            return false;
        }
        String version = facts.getProperty("JAVA_VERSION", "").replace("\"", "");
        return !version.isEmpty() && Runtime.Version.parse(version).feature() >= OLDEST_JAVA;
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void aProgramOfModulesOpensDatabasesByPGliteAndByUrlWithExtensions(Path javaHome) throws Exception {
        String path = Stream.concat(
                        ours(),
                        jars().filter(jar -> jar.getFileName().toString().startsWith("postgresql-")))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Path sources = Files.createDirectories(directory.resolve("sources/consumer"));
        Path module = Files.writeString(sources.resolveSibling("module-info.java"), MODULE);
        Path program = Files.writeString(sources.resolve("Program.java"), PROGRAM);
        Path classes = directory.resolve("classes");

        String compiled = run(
                javaHome.resolve("bin/javac"),
                "--module-path",
                path,
                "-d",
                classes.toString(),
                module.toString(),
                program.toString());
        String printed = run(
                javaHome.resolve("bin/java"),
                "--module-path",
                path + File.pathSeparator + classes,
                "-m",
                "consumer/consumer.Program");

        assertThat(compiled).isEmpty();
        assertThat(printed.lines()).containsExactly("dev.pglitej.postgres", "1", "b", "t");
    }

    private String run(Path command, String... arguments) throws IOException, InterruptedException {
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(Stream.concat(Stream.of(command.toString()), Arrays.stream(arguments))
                        .toList())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return output;
    }

    @Test
    void eachArtifactHasAModuleNameOfItsOwn() {
        assertThat(ours().map(ModulePathTest::moduleName))
                .containsExactlyInAnyOrderElementsOf(
                        ARTIFACTS.stream().map(name -> "dev.pglitej." + name).toList());
    }

    private static String moduleName(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            return String.valueOf(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
