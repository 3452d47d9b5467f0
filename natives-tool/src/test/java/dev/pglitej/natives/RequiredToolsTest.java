package dev.pglitej.natives;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.natives.tools.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both ways to build say on a machine that lacks something: a tree that has never been built, and a PATH with few programs. */
class RequiredToolsTest {
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final String SEARCH_PATH = System.getenv().getOrDefault("PATH", "");
    private static final Path SHELL = Command.find("sh", SEARCH_PATH).orElseThrow();
    private static final List<String> ALWAYS_THERE =
            List.of("sh", "dirname", "uname", "readlink", "sed", "head", "find", "mkdir", "cat");

    @TempDir
    private Path directory = Path.of("");

    private Path bin = Path.of("");

    @BeforeEach
    void makeAMachineWithAllThatIsNeeded() throws IOException {
        bin = Files.createDirectory(directory.resolve("path"));
        for (String program : ALWAYS_THERE) {
            install(program, "exec " + Command.find(program, SEARCH_PATH).orElseThrow() + " \"$@\"");
        }
        install("npm", "exit 0");
        install("cc", "cat >/dev/null");
        install("mvn", "echo Maven has begun; exit 1");
        install("java", "echo \"openjdk version \\\"17.0.1\\\"\"; echo '    java.home = " + directory + "/jdk'");
        installJdk();
        for (String file : List.of("bin/pglitej", "config/required-tools.sh", "config/c-compiler.sh")) {
            Path copy = directory.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(SOURCES.resolve(file), copy);
        }
        Files.createFile(directory.resolve("pom.xml"));
        Files.createFile(Files.createDirectory(directory.resolve("natives")).resolve("package-lock.json"));
    }

    @Test
    void whereNothingIsMissingTheBuildBegins() throws IOException {
        assertThat(check("17")).isEqualTo(new Command.Result(0, ""));
        assertThat(serve().output()).contains("Maven has begun");
    }

    @Test
    void aMissingNpmIsNamed() throws IOException {
        Files.delete(bin.resolve("npm"));

        assertBothSay("npm is not on the PATH; install Node.js 18 or newer with npm");
    }

    @Test
    void npmIsNotNeededOnceThePackagesAreThere() throws IOException {
        Files.delete(bin.resolve("npm"));
        Files.createDirectory(directory.resolve("natives/node_modules"));

        assertThat(check("17")).isEqualTo(new Command.Result(0, ""));
    }

    @Test
    void aMissingCompilerIsNamed() throws IOException {
        Files.delete(bin.resolve("cc"));

        assertBothSay("there is no C compiler on the PATH; install clang or gcc");
    }

    @Test
    void aCompilerWithoutTheLibrarysHeadersIsNoCompiler() throws IOException {
        install("cc", "exit 1");

        assertBothSay("the C compiler cc does not compile, or finds no headers");
    }

    @Test
    void anyCompilerWillDo() throws IOException {
        Files.move(bin.resolve("cc"), bin.resolve("clang-19"));

        assertThat(check("17").exitStatus()).isZero();
    }

    @Test
    void aJreIsNotEnough() throws IOException {
        Files.delete(directory.resolve("jdk/include/jni.h"));

        assertBothSay("is not a complete JDK");
    }

    @Test
    void aJdkThatIsTooOldIsNamedWithItsVersion() throws IOException {
        install("java", "echo 'java version \"1.8.0_402\"'");

        assertThat(check("1.8").output()).contains("is version 1.8; install JDK 17 or newer");
        assertThat(serve().output())
                .contains("is version 8; install JDK 17 or newer")
                .doesNotContain("Maven");
    }

    @Test
    void aMissingJavaIsNamed() throws IOException {
        Files.delete(bin.resolve("java"));

        assertThat(serve().output()).contains("java is not on the PATH; install JDK 17 or newer");
    }

    @Test
    void aMissingMavenIsNamed() throws IOException {
        Files.delete(bin.resolve("mvn"));

        assertThat(serve().output()).contains("mvn is not on the PATH; install Maven 3.8 or newer");
    }

    @Test
    void allThatIsMissingIsSaidAtOnce() throws IOException {
        Files.delete(bin.resolve("npm"));
        Files.delete(bin.resolve("cc"));

        assertBothSay("npm is not on the PATH");
        assertBothSay("there is no C compiler");
    }

    private void assertBothSay(String message) throws IOException {
        for (Command.Result result : List.of(check("17"), serve())) {
            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.output())
                    .containsOnlyOnce("PGliteJ cannot be built here")
                    .containsOnlyOnce(message)
                    .doesNotContain("Maven has begun");
        }
    }

    private Command.Result check(String javaVersion) throws IOException {
        return run(
                directory.resolve("config/required-tools.sh").toString(),
                directory.resolve("jdk").toString(),
                javaVersion);
    }

    private Command.Result serve() throws IOException {
        return run(directory.resolve("bin/pglitej").toString(), "serve");
    }

    private Command.Result run(String... command) throws IOException {
        Map<String, String> environment = Map.of("PATH", bin.toString(), "JAVA_HOME", "", "CC", "");
        return Command.run(
                directory,
                environment,
                Stream.concat(Stream.of(bin.resolve("sh").toString()), Stream.of(command))
                        .toList());
    }

    private void installJdk() throws IOException {
        Path jdk = directory.resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
        Files.createDirectories(jdk.resolve("include"));
        Files.createFile(jdk.resolve("include/jni.h"));
        assertThat(Files.createFile(jdk.resolve("bin/javac")).toFile().setExecutable(true))
                .isTrue();
    }

    private void install(String name, String script) throws IOException {
        Path program = Files.writeString(bin.resolve(name), "#!" + SHELL + "\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
