package dev.pglitej.natives.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published package itself. */
class PglitePackageTest {
    @BeforeEach
    void needsThePackage() {
        assumeTrue(
                Files.exists(Path.of("node_modules/@electric-sql/pglite")),
                "the package is missing; run npm ci in natives/, as its build does");
    }

    @Test
    void itsFilesAreAllThere() throws IOException {
        PglitePackage pglite = PglitePackage.open(Path.of("."), "");

        assertThat(pglite.files().entries()).hasSize(699);
        assertThat(pglite.loadableModules())
                .hasSize(28)
                .containsKeys("plpgsql.so", "dict_snowball.so")
                .allSatisfy((name, bytes) -> assertThat(bytes).startsWith(0, 'a', 's', 'm'));
    }

    @Test
    void itsProgramsExportWhatTheHostNeeds() throws IOException {
        PglitePackage pglite = PglitePackage.open(Path.of("."), "");

        assertThat(pglite.facts("dist/pglite.wasm").exports()).contains("__main_argc_argv");
        assertThat(pglite.facts("dist/initdb.wasm").exports()).contains("__main_argc_argv");
    }

    @Test
    void anExportThatIsExpectedInVainIsNamed() throws IOException {
        ModuleFacts initdb = PglitePackage.open(Path.of("."), "").facts("dist/initdb.wasm");

        assertThatThrownBy(() -> initdb.requireExports("dist/initdb.wasm", List.of("malloc", "mallox")))
                .isInstanceOf(BuildException.class)
                .hasMessageStartingWith("dist/initdb.wasm does not export mallox;");
    }

    @Test
    void theModulesThatWouldFindTheirImportsAreKnown() throws IOException {
        PglitePackage pglite = PglitePackage.open(Path.of("."), "");
        ModuleFacts main = pglite.facts("dist/pglite.wasm");
        Map<String, byte[]> modules = pglite.loadableModules();

        List<String> loadable = modules.keySet().stream()
                .filter(name -> ModuleFacts.of(modules.getOrDefault(name, new byte[0]))
                        .unresolvedIn(main)
                        .isEmpty())
                .toList();

        assertThat(loadable).containsExactly("dict_snowball.so", "plpgsql.so");
    }
}
