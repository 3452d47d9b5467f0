package dev.pglitej.natives.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With shell scripts that stand for compilers. */
class CompilerTest {
    @TempDir
    private Path bin = Path.of("");

    @Test
    void theNewestClangIsPreferred() throws IOException {
        install("clang-17", "clang version 17.0.6");
        install("clang-19", "clang version 19.1.7");
        install("clang", "clang version 14.0.0");
        install("gcc", "gcc 12.2.0");

        assertThat(Compiler.choose("", bin.toString()).name()).isEqualTo("clang version 19.1.7");
    }

    @Test
    void aClangThatIsTooOldLosesToGcc() throws IOException {
        install("clang", "Debian clang version 14.0.6");
        install("gcc", "gcc 12.2.0");

        assertThat(Compiler.choose("", bin.toString()).name()).isEqualTo("gcc 12.2.0");
    }

    @Test
    void theCompilerThatCcNamesWinsAndKeepsItsArguments() throws IOException {
        install("clang-19", "clang version 19.1.7");
        install("mycc", "my cc 1");

        Compiler compiler = Compiler.choose("mycc -m64", bin.toString());

        assertThat(compiler.name()).isEqualTo("my cc 1");
        assertThat(compiler.command()).endsWith("-m64");
    }

    @Test
    void aCcThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Compiler.choose("nocc", bin.toString()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("CC names the compiler nocc");
    }

    @Test
    void withoutAnyCompilerTheMessageSaysWhatToInstall() {
        assertThatThrownBy(() -> Compiler.choose("", bin.toString()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("no C compiler is on the PATH; install clang");
    }

    @Test
    void aProfileNeedsClang() throws IOException {
        install("gcc", "gcc 12.2.0");
        Compiler gcc = Compiler.choose("", bin.toString());

        assertThatThrownBy(() -> gcc.profileTool(bin.toString()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("needs clang (15 or newer), and the compiler is gcc 12.2.0");
    }

    @Test
    void aProfileNeedsTheToolOfClangsVersion() throws IOException {
        install("clang-19", "clang version 19.1.7");
        install("llvm-profdata", "LLVM version 14.0.6");
        Compiler clang = Compiler.choose("", bin.toString());

        assertThatThrownBy(() -> clang.profileTool(bin.toString()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("llvm-profdata-19 is not on the PATH")
                .hasMessageContaining("apt-get install llvm-19");

        install("llvm-profdata", "LLVM version 19.1.7");
        assertThat(clang.profileTool(bin.toString())).isEqualTo(bin.resolve("llvm-profdata"));
    }

    private void install(String name, String version) throws IOException {
        Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\necho '" + version + "'\necho more\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
