package dev.pglitej.translator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.translator.wat.Wat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The very text of the translation. To accept a change, run the tests with {@code -Dgolden.update=true}. */
final class GoldenTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    @TempDir
    private Path directory;

    private static byte[] wasm() throws IOException {
        return Wat.assemble(Files.readString(GOLDEN.resolve("small.wat")));
    }

    private static Translator.Options options() throws IOException {
        return new Translator.Options(
                "small", Files.readAllLines(GOLDEN.resolve("small.directives")), Sharding.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.h", "small_000.c", "small_module.c", "small_data.S"})
    void aSmallModuleIsTranslatedToTheLetter(String file) throws IOException {
        Translator.translate(wasm(), directory, options());
        String written = Files.readString(directory.resolve(file));

        if (Boolean.getBoolean("golden.update")) Files.writeString(GOLDEN.resolve(file), written);
        assertThat(written).isEqualTo(Files.readString(GOLDEN.resolve(file)));
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        byte[] wasm = Wat.assemble(RandomProgram.write(5, 30));
        Translator.Options options = new Translator.Options("p", List.of(), new Sharding(Sharding.Unit.SHARDS, 7));
        Translator.Translation first = Translator.translate(wasm, directory.resolve("first"), options);
        Translator.Translation second = Translator.translate(wasm, directory.resolve("second"), options);

        assertThat(second.sources()).hasSameSizeAs(first.sources());
        for (int i = 0; i < first.sources().size(); i++) {
            assertThat(second.sources().get(i))
                    .hasSameTextualContentAs(first.sources().get(i));
        }
        assertThat(second.header()).hasSameTextualContentAs(first.header());
        assertThat(second.data()).hasSameBinaryContentAs(first.data());
    }

    @Test
    void directivesChangeNoFileButThoseOfTheFunctionsTheyName() throws IOException {
        byte[] wasm = Wat.assemble(RandomProgram.write(6, 30));
        Sharding sharding = new Sharding(Sharding.Unit.SHARDS, 6);
        Translator.Translation plain = Translator.translate(
                wasm, directory.resolve("plain"), new Translator.Options("p", List.of(), sharding));
        Translator.Translation hooked = Translator.translate(
                wasm, directory.resolve("hooked"), new Translator.Options("p", List.of("hook f20"), sharding));

        List<String> changed = plain.sources().stream()
                .filter(source -> !sameText(source, directory.resolve("hooked").resolve(source.getFileName())))
                .map(source -> Objects.requireNonNull(source.getFileName()).toString())
                .toList();

        assertThat(hooked.header()).hasSameTextualContentAs(plain.header());
        assertThat(changed).hasSize(2).contains("p_module.c");
    }

    private static boolean sameText(Path one, Path other) {
        try {
            return Files.readString(one).equals(Files.readString(other));
        } catch (IOException e) {
            throw new IllegalStateException("cannot compare " + one + " and " + other, e);
        }
    }

    @Test
    void anOlderTranslationWithMoreShardsLeavesNothingBehind() throws IOException {
        byte[] wasm = Wat.assemble(RandomProgram.write(7, 30));
        Translator.translate(
                wasm, directory, new Translator.Options("p", List.of(), new Sharding(Sharding.Unit.SHARDS, 9)));
        Translator.Translation last = Translator.translate(
                wasm, directory, new Translator.Options("p", List.of(), new Sharding(Sharding.Unit.SHARDS, 2)));

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(file -> file.toString().matches(".*\\.[cS]")))
                    .containsExactlyInAnyOrderElementsOf(last.sources());
        }
    }
}
