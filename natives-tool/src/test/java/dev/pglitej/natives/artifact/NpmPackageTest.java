package dev.pglitej.natives.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With shell scripts that stand for npm. */
class NpmPackageTest {
    private static final String INSTALLS = "mkdir -p node_modules/p/dist; printf good > node_modules/p/dist/p.wasm";

    @TempDir
    private Path project = Path.of("");

    @Test
    void aMissingPackageIsInstalledByNpm() throws IOException {
        Path installed = thePackage("good").install(pathWithNpm(INSTALLS));

        assertThat(installed.resolve("dist/p.wasm")).content().isEqualTo("good");
    }

    @Test
    void anInstalledAndWholePackageNeedsNoNpm() throws IOException {
        thePackage("good").install(pathWithNpm(INSTALLS));

        assertThat(thePackage("good").install("/nowhere")).isDirectory();
    }

    @Test
    void aMissingNpmIsNamedWithItsRemedy() {
        assertThatThrownBy(() -> thePackage("good").install("/nowhere"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("npm is not on the PATH")
                .hasMessageContaining("install Node.js");
    }

    @Test
    void whatNpmSaysIsShownWhenItFails() {
        assertThatThrownBy(() -> thePackage("good").install(pathWithNpm("echo network is down; exit 7")))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("npm ci failed with status 7")
                .hasMessageContaining("network is down");
    }

    @Test
    void aFileWithAnotherHashIsNamedWithBothHashes() {
        assertThatThrownBy(() -> thePackage("expected").install(pathWithNpm(INSTALLS)))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("dist/p.wasm is not the file")
                .hasMessageContaining("expected SHA-256 " + hash("expected"))
                .hasMessageContaining("found " + hash("good"));
    }

    @Test
    void aFileThatThePackageLacksIsNamed() {
        assertThatThrownBy(() -> thePackage("good").install(pathWithNpm("true")))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("dist/p.wasm is missing");
    }

    @Test
    void aListThatIsNoListOfHashesIsRefusedByLine() throws IOException {
        Path list = Files.writeString(project.resolve("list"), hash("a") + "  dist/a\nabc  dist/b\n");

        assertThatThrownBy(() -> PinnedFiles.read(list))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("list:2 is not a SHA-256");
    }

    private NpmPackage thePackage(String expectedContents) throws IOException {
        Path list = Files.writeString(project.resolve("p.sha256"), hash(expectedContents) + "  dist/p.wasm\n");
        return new NpmPackage(project, "p", PinnedFiles.read(list));
    }

    private String pathWithNpm(String script) throws IOException {
        Path bin = Files.createDirectories(project.resolve("bin"));
        Path npm = Files.writeString(bin.resolve("npm"), "#!/bin/sh\n" + script + "\n");
        assertThat(npm.toFile().setExecutable(true)).isTrue();
        return bin + ":/usr/bin:/bin";
    }

    private static String hash(String contents) {
        return Sha256.of(contents.getBytes(StandardCharsets.UTF_8));
    }
}
