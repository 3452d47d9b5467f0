package dev.pglitej.natives.supplement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SupplementsTest {
    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(sources().resolve("common"));
        Files.writeString(sources().resolve("common/shared.h"), "int shared;\n");
        Files.createDirectories(sources().resolve("sums"));
        Files.writeString(sources().resolve("sums/sums.module"), "export sum ii:i\nimport palloc i:i\nmemory 8\n");
        Files.writeString(sources().resolve("sums/sums.c"), "#include \"supplement.h\"\n");
    }

    @Test
    void theListSaysWhichSupplementHasAFunction() throws IOException {
        Supplements supplements = Supplements.in(sources());

        assertThat(supplements.names()).containsExactly("sums");
        assertThat(supplements.list()).isEqualTo("sum sums\n");
        assertThat(supplements.exports()).containsExactly("sum");
    }

    @Test
    void aSupplementThatStandsForALoadableModuleHasNothingForOthers() throws IOException {
        Files.writeString(sources().resolve("sums/sums.module"), "export sum ii:i\nexport Pg_magic_func :i\n");

        assertThat(Supplements.in(sources()).list()).isEmpty();
    }

    @Test
    void theSourcesOfASupplementAreItsOwnTheCommonOnesAndTheGlue() throws IOException {
        Supplements supplements = Supplements.in(sources());
        Path target = Files.createDirectory(directory.resolve("target"));

        supplements.translate("sums", supplements.declaration("sums"), "", target);

        assertThat(target.resolve("shared.h")).exists();
        assertThat(target.resolve("sums.c")).exists();
        assertThat(target.resolve("supplement.h"))
                .content()
                .contains("u32 sum(rt_guest *g, u32 p0, u32 p1);")
                .contains("static inline u32 guest_palloc(rt_guest *g, u32 p0)");
        assertThat(target.resolve("sums_module.c"))
                .content()
                .contains("{\"sum\", RT_KIND_FUNCTION, ")
                .contains("{\"env\", \"palloc\", RT_KIND_FUNCTION, ")
                .contains(".dylink_memory_bytes = 8");
    }

    @Test
    void anotherSourceIsAnotherIdentity() throws IOException {
        String before = Supplements.in(sources()).identity();

        Files.writeString(sources().resolve("common/shared.h"), "int other;\n");

        assertThat(Supplements.in(sources()).identity()).isNotEqualTo(before);
    }

    @Test
    void aSupplementWithoutADeclarationIsRefused() throws IOException {
        Files.delete(sources().resolve("sums/sums.module"));

        assertThatThrownBy(() -> Supplements.in(sources()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("the supplement sums lacks");
    }

    private Path sources() {
        return directory.resolve("sources");
    }
}
