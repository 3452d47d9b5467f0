package dev.pglitej.natives.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release build in small, with the machine's own clang. */
class ProfileTest {
    private static final String SEARCH_PATH = System.getenv().getOrDefault("PATH", "");

    @TempDir
    private Path directory = Path.of("");

    private Compiler compiler = new Compiler(List.of(), "");

    @BeforeEach
    void needsClang() throws IOException {
        compiler = Compiler.choose("", SEARCH_PATH);
        assumeTrue(compiler.isClang(), () -> "profiles need clang, and the compiler is " + compiler.name());
        Files.createDirectories(directory.resolve("runtime"));
        Files.createDirectories(directory.resolve("sources"));
        Files.createDirectories(directory.resolve("recording"));
        Files.writeString(
                directory.resolve("main.c"), "int answer(int); int main(void) { return answer(9) == 42 ? 0 : 1; }\n");
        Files.writeString(
                directory.resolve("sources/x.c"),
                "__attribute__((visibility(\"default\"))) int answer(int n) { return n > 1 ? answer(n - 1) : 42; }\n");
    }

    @Test
    void aLibraryIsCompiledWithWhatItsTrainingRecorded() throws IOException {
        build(Variant.recording(), "recording/x.so");

        Path profile = profile().of(training(""), directory.resolve("recording"), List.of());

        build(Variant.using(profile), "trained/x.so");
        assertThat(directory.resolve("trained/x.so")).exists();
        assertThat(Variant.using(profile).identity())
                .isNotEqualTo(Variant.plain().identity());
    }

    @Test
    void whatIsFrequentIsInlinedFromOneFileIntoAnother() throws IOException {
        write("main.c", """
                int answer(void);
                int main(void) {
                  int sum = 0;
                  for (int i = 0; i < 100000; i++) sum += answer();
                  return sum == 100000 ? 0 : 1;
                }
                """);
        write("sources/x.c", """
                int is_known(int n);
                __attribute__((visibility("default"))) int answer(void) { return is_known(42); }
                """);
        // An argument is a constant to the compiler only where the function has been inlined.
        write("sources/y.c", "int is_known(int n) { return __builtin_constant_p(n); }\n");

        build(Variant.recording(), "recording/x.so");
        Path profile = profile().of(training(" || true"), directory.resolve("recording"), List.of());
        build(Variant.plain(), "plain/x.so");
        build(Variant.using(profile), "trained/x.so");

        assertThat(exitStatusWith("plain/x.so")).isEqualTo(1);
        assertThat(exitStatusWith("trained/x.so")).isZero();
    }

    @Test
    void aTrainingRunsAgainOnlyWhenItsWorkloadOrALibraryHasChanged() throws IOException {
        build(Variant.recording(), "recording/x.so");
        Path workload = Files.createDirectory(directory.resolve("workload"));
        String training = training(" && echo run >>runs");

        Files.writeString(workload.resolve("a.sql"), "select 1");
        profile().of(training, directory.resolve("recording"), List.of(workload));
        Path again = profile().of(training, directory.resolve("recording"), List.of(workload));

        assertThat(again).isNotEmptyFile();
        assertThat(directory.resolve("runs")).hasContent("run");

        Files.writeString(workload.resolve("a.sql"), "select 2");
        profile().of(training, directory.resolve("recording"), List.of(workload));

        assertThat(directory.resolve("runs")).hasContent("run\nrun");
    }

    @Test
    void aCompilerThatCanRecordHasAllThatItNeeds() {
        assertThatCode(() -> profile().requireTools()).doesNotThrowAnyException();
    }

    @Test
    void aTrainingThatFailsShowsWhatItSaid() {
        assertThatThrownBy(() -> profile().of("echo no database; exit 3", directory.resolve("recording"), List.of()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("failed with status 3")
                .hasMessageContaining("no database");
    }

    @Test
    void aTrainingThatRecordsNothingIsAFailure() {
        assertThatThrownBy(() -> profile().of("true", directory.resolve("recording"), List.of()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("recorded nothing");
    }

    private String training(String more) {
        return "cd '%s' && %s main.c \"$PGLITEJ_RECORDING_CLASSES/x.so\" -o main && ./main%s"
                .formatted(directory, String.join(" ", compiler.command()), more);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private int exitStatusWith(String library) throws IOException {
        List<String> command = new ArrayList<>(compiler.command());
        command.addAll(List.of("main.c", directory.resolve(library).toString(), "-o", "main"));
        assertThat(Command.run(directory, Map.of(), command).exitStatus()).isZero();
        return Command.run(directory, Map.of(), List.of("./main")).exitStatus();
    }

    private Profile profile() {
        return new Profile(compiler, SEARCH_PATH, directory.resolve("profile"), cache());
    }

    private ObjectCache cache() {
        return new ObjectCache(directory.resolve("cache"));
    }

    private void build(Variant variant, String library) throws IOException {
        Progress progress = new Progress(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                InstantSource.fixed(Instant.EPOCH));
        new LibraryBuilder(compiler, variant, directory.resolve("runtime"), cache(), progress)
                .build("x", directory.resolve("sources"), directory.resolve(library));
    }
}
