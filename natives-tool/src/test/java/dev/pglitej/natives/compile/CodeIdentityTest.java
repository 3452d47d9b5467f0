package dev.pglitej.natives.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import run.endive.wasm.Parser;
import run.endive.wasm.types.OpCode;

class CodeIdentityTest {
    @Test
    void allClassesOfOnePackageAndThoseBelowHaveOneIdentity() throws IOException {
        assertThat(CodeIdentity.of(CodeIdentity.class)).isEqualTo(CodeIdentity.of(ObjectCache.class));
        assertThat(CodeIdentity.of(CodeIdentity.class)).isNotEqualTo(CodeIdentity.of(BuildException.class));
    }

    @Test
    void classesInJarsHaveOneToo() throws IOException {
        assertThat(CodeIdentity.of(Parser.class))
                .isNotEqualTo(CodeIdentity.of(OpCode.class))
                .hasSize(64);
    }
}
