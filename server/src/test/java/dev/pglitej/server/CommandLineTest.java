package dev.pglitej.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.server.Command.Help;
import dev.pglitej.server.Command.Serve;
import dev.pglitej.server.Command.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @Test
    void serveAloneServesADatabaseInMemoryOnPostgresPort() {
        assertThat(parse("serve"))
                .isEqualTo(
                        new Serve("127.0.0.1", 5432, Optional.empty(), 0, OptionalLong.empty(), OptionalLong.empty()));
    }

    @Test
    void everyOptionIsTaken() {
        Command expected = new Serve(
                "::1", 0, Optional.of(Path.of("/a b")), 5, OptionalLong.of(512L << 20), OptionalLong.of(3L << 30));

        assertThat(CommandLine.parse(List.of(
                        "serve",
                        "--host",
                        "::1",
                        "--port",
                        "0",
                        "--data",
                        "/a b",
                        "--debug",
                        "5",
                        "--memory-limit",
                        "512MB",
                        "--data-limit",
                        "3GB")))
                .isEqualTo(expected);
        assertThat(CommandLine.parse(List.of(
                        "serve",
                        "--host=::1",
                        "--port=0",
                        "--data=/a b",
                        "--debug=5",
                        "--memory-limit=512MB",
                        "--data-limit=3GB")))
                .isEqualTo(expected);
    }

    @Test
    void helpAndVersionGoBeforeAllElse() {
        assertThat(parse("serve --nonsense --help")).isEqualTo(new Help());
        assertThat(parse("-h")).isEqualTo(new Help());
        assertThat(parse("help")).isEqualTo(new Help());
        assertThat(parse("--version")).isEqualTo(new Version());
    }

    @Test
    void amountsOfMemoryAreWrittenAsForTheBuilderAndTheUrl() {
        assertThat(parse("serve --memory-limit 1g --data-limit 64KiB"))
                .isEqualTo(Serve.defaults().withMemoryLimit(1 << 30).withDataLimit(64 << 10));
    }

    @ParameterizedTest
    @CsvSource({
        "'', no command given",
        "server, unknown command server",
        "serve --prot 1, unknown option --prot of serve",
        "serve 5432, unknown option 5432 of serve",
        "serve --port, option --port needs a value",
        "serve --port=, option --port needs a value",
        "serve --host --port 1, option --host needs a value",
        "serve --port 65536, --port 65536 is not a number from 0 to 65535",
        "serve --port -1, --port -1 is not a number from 0 to 65535",
        "serve --port 99999999999, --port 99999999999 is not a number from 0 to 65535",
        "serve --debug 6, --debug 6 is not a number from 0 to 5",
        "serve --memory-limit 0, --memory-limit is '0'",
        "serve --memory-limit lots, --memory-limit is 'lots'",
        "serve --data-limit 999999999999999T, --data-limit is '999999999999999T'",
    })
    void aWordThatMakesNoSenseIsNamed(String line, String complaint) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(UsageException.class).hasMessageContaining(complaint);
    }

    @Test
    void aPathThatTheSystemCannotHaveIsNamed() {
        assertThatThrownBy(() -> CommandLine.parse(List.of("serve", "--data", "a\0b")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--data a\0b is not a path");
    }

    private static Command parse(String line) {
        return CommandLine.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }
}
