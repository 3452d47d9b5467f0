package dev.pglitej.natives.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compile driver with the machine's own compiler, wrapped to count its runs, and a translation of two functions. */
class ModuleBuilderTest {
    private static final byte[] WASM = "wasm".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory = Path.of("");

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private Path compilations = Path.of("");
    private Path runtime = Path.of("");
    private Compiler compiler = new Compiler(List.of(), "");

    @BeforeEach
    void wrapTheCompiler() throws IOException {
        Compiler real = Compiler.choose("", System.getenv("PATH"));
        compilations = directory.resolve("compilations");
        Files.writeString(compilations, "");
        Path wrapper = Files.writeString(
                directory.resolve("cc"),
                "#!/bin/sh\ncase \" $* \" in *' -c '*) echo compiled >> '%s';; esac\nexec %s \"$@\"\n"
                        .formatted(compilations, String.join(" ", real.command())));
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        compiler = new Compiler(List.of(wrapper.toString()), real.version());
        runtime = Files.createDirectories(directory.resolve("runtime"));
        Files.writeString(runtime.resolve("rt.h"), "#define ANSWER 42\n");
    }

    @Test
    void aLibraryAndItsHashAreMade() throws IOException {
        build("int answer(void) { return ANSWER; }", "");

        assertThat(library()).exists();
        assertThat(classes().resolve("pglitej_x.so.sha256")).content().isEqualTo(Sha256.of(library()) + "\n");
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("translating x", "compiling x: 2 of 2", "x is built");
    }

    @Test
    void theSecondBuildNeitherTranslatesNorCompiles() throws IOException {
        build("int answer(void) { return ANSWER; }", "");
        String first = Sha256.of(library());
        Files.delete(library());
        progress.reset();

        build("int answer(void) { return 7; }", "");

        assertThat(Sha256.of(library())).isEqualTo(first);
        assertThat(compilationCount()).isEqualTo(2);
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("is unchanged")
                .doesNotContain("translating");
    }

    @Test
    void otherDirectivesCompileOnlyWhatComesOutDifferently() throws IOException {
        build("int answer(void) { return ANSWER; }", "");

        build("int answer(void) { return ANSWER + 1; }", "hook answer\n");

        assertThat(compilationCount()).isEqualTo(3);
    }

    @Test
    void anotherHeaderOfTheRuntimeCompilesEverythingAgain() throws IOException {
        build("int answer(void) { return ANSWER; }", "");
        Files.writeString(runtime.resolve("rt.h"), "#define ANSWER 43\n");

        build("int answer(void) { return ANSWER; }", "");

        assertThat(compilationCount()).isEqualTo(4);
    }

    @Test
    void anotherHeaderThatGeneratedCodeDoesNotIncludeCompilesNothing() throws IOException {
        build("int answer(void) { return ANSWER; }", "");
        Files.writeString(runtime.resolve("runtime.h"), "int of_the_runtime_alone;\n");

        build("int answer(void) { return ANSWER; }", "");

        assertThat(compilationCount()).isEqualTo(2);
    }

    @Test
    void damagedCacheEntriesAreMadeAgain() throws IOException {
        build("int answer(void) { return ANSWER; }", "");
        try (Stream<Path> entries = Files.walk(cacheDirectory())) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) Files.writeString(entry, "broken");
        }

        build("int answer(void) { return ANSWER; }", "");

        assertThat(compilationCount()).isEqualTo(4);
        assertThat(library()).exists();
    }

    @Test
    void whatTheCompilerSaysIsShownWhenItFails() {
        assertThatThrownBy(() -> build("int answer(void) { return NOTHING; }", ""))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("cannot compile")
                .hasMessageContaining("x_000.c")
                .hasMessageContaining("NOTHING");
    }

    @Test
    void aFunctionThatNothingDefinesFailsTheLink() {
        assertThatThrownBy(() -> build("int nobody(void); int answer(void) { return nobody(); }", ""))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("cannot link pglitej_x.so")
                .hasMessageContaining("nobody");
        assertThat(library()).doesNotExist();
    }

    private void build(String code, String directives) throws IOException {
        Progress to = new Progress(
                new PrintStream(progress, true, StandardCharsets.UTF_8), InstantSource.fixed(Instant.EPOCH));
        ObjectCache cache = new ObjectCache(cacheDirectory());
        LibraryBuilder libraries = new LibraryBuilder(compiler, Variant.plain(), runtime, cache, to);
        new ModuleBuilder(new TwoFiles(code), libraries, cache, directory.resolve("work"), to)
                .build("x", WASM, directives, classes());
    }

    private long compilationCount() throws IOException {
        return Files.readAllLines(compilations).size();
    }

    private Path cacheDirectory() {
        return directory.resolve("cache");
    }

    private Path classes() {
        return directory.resolve("classes");
    }

    private Path library() {
        return classes().resolve("pglitej_x.so");
    }

    private record TwoFiles(String code) implements SourceTranslation {
        @Override
        public String identity() {
            return "two files";
        }

        @Override
        public void translate(String name, byte[] wasm, String directives, Path directory) throws IOException {
            Files.writeString(directory.resolve("x_000.c"), "#include \"rt.h\"\n" + code + "\n");
            Files.writeString(directory.resolve("x_001.c"), "#include \"rt.h\"\nint other(void) { return 1; }\n");
        }
    }
}
