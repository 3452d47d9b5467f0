package dev.pglitej.translator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.translator.wat.Wat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TranslateTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Translate.run(List.of(arguments), new PrintStream(messages, true, StandardCharsets.UTF_8));
    }

    private String input(String wat) throws IOException {
        return Files.write(directory.resolve("in.wasm"), Wat.assemble(wat)).toString();
    }

    private String output() {
        return directory.resolve("out").toString();
    }

    @Test
    void translatesAFileIntoADirectory() throws IOException {
        int status = run(input("(module (func (export \"f\")))"), output(), "--name", "tiny");

        assertThat(status).isZero();
        assertThat(directory.resolve("out")).isDirectoryContaining("glob:**/tiny_000.c");
    }

    @Test
    void takesDirectivesFromAFile() throws IOException {
        Path directives = Files.writeString(directory.resolve("directives"), "hook missing\n");

        int status = run(
                input("(module (func (export \"f\")))"),
                output(),
                "--name",
                "tiny",
                "--directives",
                directives.toString());

        assertThat(status).isEqualTo(1);
        assertThat(messages.toString(StandardCharsets.UTF_8)).contains("directive \"hook missing\" in line 1");
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(run("--name")).isEqualTo(2);
        assertThat(messages.toString(StandardCharsets.UTF_8)).contains("--name lacks its value", "usage: Translate");
    }

    @Test
    void refusesAShardCountThatIsNone() throws IOException {
        assertThat(run(input("(module)"), output(), "--name", "tiny", "--shards", "0"))
                .isEqualTo(2);
        assertThat(messages.toString(StandardCharsets.UTF_8)).contains("--shards takes a positive number, not 0");
    }

    @Test
    void namesAFileThatIsMissing() {
        assertThat(run("no-such.wasm", output(), "--name", "tiny")).isEqualTo(1);
        assertThat(messages.toString(StandardCharsets.UTF_8)).contains("no-such.wasm");
    }

    @Test
    void spreadsFunctionsOverShardsInTheirOrder() throws IOException {
        run(input("(module" + "(func nop nop)".repeat(10) + ")"), output(), "--name", "tiny", "--shards", "3");

        assertThat(Files.readString(directory.resolve("out").resolve("tiny_000.c")))
                .contains("Functions 0 to");
        assertThat(Files.readString(directory.resolve("out").resolve("tiny_002.c")))
                .contains(" to 9 of tiny");
    }
}
