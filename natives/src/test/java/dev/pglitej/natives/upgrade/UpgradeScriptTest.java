package dev.pglitej.natives.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.natives.tools.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script around the steps, with a Maven that writes down what it is told. */
class UpgradeScriptTest {
    @TempDir
    private Path root = Path.of("");

    @BeforeEach
    void makeATree() throws IOException {
        Files.createDirectories(root.resolve("bin"));
        Files.copy(
                Path.of("../bin/upgrade-pglite"),
                root.resolve("bin/upgrade-pglite"),
                StandardCopyOption.COPY_ATTRIBUTES);
        program("path/mvn", """
                echo "$*" >>maven
                case $* in
                    *upgrade.step=move*) mkdir -p target/upgrade; echo 18.2 >target/upgrade/postgres ;;
                    *dependency:get*) exit $(cat native) ;;
                    *upgrade.step=report*) echo the report ;;
                    *verify*) exit $(cat verify) ;;
                esac
                """);
        program("conformance/regression-sources", "echo \"18.2 ab $*\"");
        Files.writeString(root.resolve("native"), "0");
        Files.writeString(root.resolve("verify"), "0");
    }

    private void program(String name, String script) throws IOException {
        Path program = root.resolve(name);
        Files.createDirectories(program.resolve("..").normalize());
        Files.writeString(program, "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Command.Result run(String... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(root.resolve("bin/upgrade-pglite").toString()), Stream.of(arguments))
                .toList();
        return Command.run(root, Map.of("PATH", root.resolve("path") + ":/usr/bin:/bin"), command);
    }

    private List<String> steps() throws IOException {
        return Files.readAllLines(root.resolve("maven")).stream()
                .map(line -> line.replaceAll(
                        ".*?(?:upgrade\\.step=(\\w+).*|(dependency:get).*linux-amd64:([\\d.]+).*|(verify).*)",
                        "$1$2$3$4"))
                .toList();
    }

    @Test
    void itMovesBuildsAndReports() throws IOException {
        Command.Result result = run("0.5.2", "-o");

        assertThat(result.exitStatus()).isZero();
        assertThat(result.output()).contains("moving the pins to 0.5.2").endsWith("the report\n");
        assertThat(steps()).containsExactly("verify", "move", "dependency:get18.2.0", "follow", "verify", "report");
        assertThat(Files.readAllLines(root.resolve("maven"))).allMatch(line -> line.contains(" -o "));
        assertThat(root.resolve("target/upgrade/native")).exists();
        assertThat(root.resolve("target/upgrade/sources")).content().isEqualTo("18.2 ab --available\n");
    }

    @Test
    void aBuildThatFailsIsReportedTooAndIsTheStatus() throws IOException {
        Files.writeString(root.resolve("verify"), "1");
        Files.writeString(root.resolve("native"), "1");

        Command.Result result = run("0.5.2");

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.output()).endsWith("the report\n");
        assertThat(root.resolve("target/upgrade/native")).doesNotExist();
    }

    @Test
    void aStepThatFailsEndsItWithItsMessage() throws IOException {
        program("path/mvn", "echo 'upgrade-pglite: there is no such version'; echo '[ERROR] a stack trace'; exit 1");

        Command.Result result = run("0.5.2");

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.output())
                .endsWith("upgrade-pglite: there is no such version\n")
                .doesNotContain("[ERROR]");
    }

    @Test
    void itChecksWithoutChangingAnything() throws IOException {
        assertThat(run("--check").exitStatus()).isZero();

        assertThat(steps()).containsExactly("check");
    }

    @Test
    void withoutAVersionItSaysHowItIsUsed() throws IOException {
        for (Command.Result result : List.of(run(), run("--help"))) {
            assertThat(result.exitStatus()).isEqualTo(2);
            assertThat(result.output()).contains("upgrade-pglite VERSION", "upgrade-pglite --check");
        }
    }
}
