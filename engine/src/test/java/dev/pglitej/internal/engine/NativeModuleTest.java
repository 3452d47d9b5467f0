package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeModuleTest {
    @Test
    void aModuleTellsWhatItIs() {
        NativeModule main = Fixtures.module("main");
        NativeModule side = Fixtures.module("side");

        assertThat(main.name()).isEqualTo("main");
        assertThat(main.wasmSha256()).isEqualTo("00");
        assertThat(main.isSideModule()).isFalse();
        assertThat(main.imports())
                .contains(
                        new ImportType("env", "host", ImportType.Kind.FUNCTION, "ii:i"),
                        new ImportType("hook", "doubled", ImportType.Kind.FUNCTION, "i:i"));
        assertThat(side.isSideModule()).isTrue();
        assertThat(side.dynamicLink()).isEqualTo(new DynamicLink(100, 6, 1, 0));
        assertThat(side.imports())
                .contains(
                        new ImportType("GOT.mem", "data", ImportType.Kind.GLOBAL, "i"),
                        new ImportType("env", "memory", ImportType.Kind.MEMORY, ""));
    }

    @Test
    void theSameLibraryIsTheSameModule() {
        Path library = Fixtures.compile("huge");

        assertThat(NativeModule.load(library)).isSameAs(NativeModule.load(library.toAbsolutePath()));
    }

    @ParameterizedTest
    @CsvSource({
        "-DOTHER_ABI, was translated for version 4 of the engine",
        "-DLARGE_AREA, needs 65537 bytes for globals and imports but 65536 are left",
        "-DNO_MODULE, is not a translated module",
        "-DNOTHING, function type i:i cannot be told from ii:i by its id 7"
    })
    void aLibraryThatCannotBeUsedIsRefusedWithTheReason(String definition, String reason) {
        Path library = Fixtures.compile("refused", definition);

        assertThatThrownBy(() -> NativeModule.load(library))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("cannot load module ")
                .satisfies(
                        thrown -> assertThat(String.valueOf(thrown.getMessage()).replace(",", ""))
                                .contains(reason));
    }

    @Test
    void aMissingLibraryIsNamed() {
        assertThatThrownBy(() -> NativeModule.load(Path.of("target/absent.so")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("target/absent.so");
    }
}
