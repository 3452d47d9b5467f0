package dev.pglitej.internal.engine.nativelib;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformTest {
    private static final Resources NOTHING = name -> null;
    private static final Resources FOR_X86 = name -> name.contains("x86_64") ? InputStream.nullInputStream() : null;

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-aarch64",
        "Mac OS X, aarch64, macos-aarch64",
        "Windows 11, amd64, windows-x86_64",
        "FreeBSD, riscv64, freebsd-riscv64"
    })
    void aPlatformIsNamedBySystemAndProcessor(String system, String processor, String expected) {
        assertThat(Platform.of(system, processor)).hasToString(expected);
    }

    @Test
    void aPlatformThatNothingCanBeBuiltForIsToldSo() {
        assertThat(new Platform("windows-x86_64").missing("pglitej_engine", FOR_X86))
                .isEqualTo("PGliteJ does not run on windows-x86_64: it needs Linux with glibc, on x86_64 or aarch64");
    }

    @Test
    void aPlatformThatTheArtifactsWereNotBuiltForIsToldToBuild() {
        assertThat(new Platform("linux-aarch64").missing("pglitej_engine", FOR_X86))
                .isEqualTo(
                        "this build of PGliteJ has libraries for linux-x86_64 only, and this machine is linux-aarch64;"
                                + " build PGliteJ on this platform");
    }

    @Test
    void aLibraryThatNoArtifactHasIsNamedWithTheArtifactThatShouldHaveIt() {
        assertThat(new Platform("linux-x86_64").missing("pglitej_pglite", NOTHING))
                .isEqualTo("there is no library pglitej_pglite on the class path or module path (resource"
                        + " META-INF/pglitej/linux-x86_64/pglitej_pglite.so); add the artifact that has it (PostgreSQL itself"
                        + " is in dev.pglitej:pglitej-natives)");
    }
}
