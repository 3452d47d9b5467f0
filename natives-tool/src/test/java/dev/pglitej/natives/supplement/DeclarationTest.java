package dev.pglitej.natives.supplement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.supplement.Declaration.Function;
import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.translator.wasm.Signature;
import org.junit.jupiter.api.Test;

final class DeclarationTest {
    @Test
    void aDeclarationSaysWhatASupplementNeedsAndOffers() {
        Declaration declaration = Declaration.parse("x", """
                # A comment.
                import palloc i:i

                variable MyProc  # its address
                type ij:
                export answer :i
                table callback ii:
                memory 64
                """);

        assertThat(declaration.imports()).containsExactly(new Function("palloc", Signature.parse("i:i")));
        assertThat(declaration.variables()).containsExactly("MyProc");
        assertThat(declaration.types()).containsExactly(Signature.parse("ij:"));
        assertThat(declaration.exports()).containsExactly(new Function("answer", Signature.parse(":i")));
        assertThat(declaration.table()).containsExactly(new Function("callback", Signature.parse("ii:")));
        assertThat(declaration.memoryBytes()).isEqualTo(64);
    }

    @Test
    void whatIsNotUnderstoodIsSaidWithItsLine() {
        assertThatThrownBy(() -> Declaration.parse("x", "import palloc i:i\nimprot free i:\n"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(
                        "line 2 of the declaration of x, \"improt free i:\": not understood; known are import NAME");
        assertThatThrownBy(() -> Declaration.parse("x", "export answer x:i"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("'x' is not a type");
    }

    @Test
    void aNameIsDeclaredOnce() {
        assertThatThrownBy(() -> Declaration.parse("x", "import free i:\nimport free i:\n"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("import free is declared twice");
    }
}
