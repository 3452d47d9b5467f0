package dev.pglitej.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleSourcesTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void aModuleProvidesTheServiceWithAClassOfItsOwn() throws IOException {
        ModuleSources.of("pg_ivm").write(directory);

        assertThat(directory.resolve("module-info.java"))
                .content()
                .contains("module dev.pglitej.pg_ivm {", "dev.pglitej.internal.pg_ivm.Resources;");
        assertThat(directory.resolve("dev/pglitej/internal/pg_ivm/Resources.java"))
                .content()
                .startsWith("package dev.pglitej.internal.pg_ivm;");
    }

    @Test
    void aNameThatNoModuleCanHaveIsRefused() {
        assertThatThrownBy(() -> ModuleSources.of("uuid-ossp"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("uuid-ossp cannot be part of a Java module's name");
    }
}
