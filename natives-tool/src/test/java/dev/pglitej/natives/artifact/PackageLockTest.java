package dev.pglitej.natives.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageLockTest {
    private static final String LOCK = """
            {
              "packages": {
                "node_modules/p": {
                  "version": "1",
                  "integrity": "sha512-%s",
                  "peerDependencies": {
                    "q": "1"
                  }
                },
                "node_modules/p2": {
                  "version": "1",
                  "integrity": "sha512-other"
                }
              }
            }
            """;

    @TempDir
    private Path project = Path.of("");

    private PackageLock lock(String integrity) throws IOException {
        Files.writeString(project.resolve("package-lock.json"), LOCK.formatted(integrity));
        return PackageLock.of(project, "p");
    }

    private Path installed(String integrity) throws IOException {
        Path directory = Files.createDirectories(project.resolve("node_modules/p"));
        Files.writeString(project.resolve("node_modules/.package-lock.json"), LOCK.formatted(integrity));
        return directory;
    }

    @Test
    void aPackageIsWholeIfNpmHasInstalledWhatIsLocked() throws IOException {
        assertThat(lock("same").fault(installed("same"))).isEmpty();
    }

    @Test
    void aPackageThatIsMissingOrAnotherIsNamed() throws IOException {
        assertThat(lock("new").fault(project.resolve("node_modules/p")))
                .hasValueSatisfying(fault -> assertThat(fault).endsWith("p is missing"));
        assertThat(lock("new").fault(installed("old")))
                .hasValueSatisfying(fault -> assertThat(fault).endsWith("expected sha512-new, found sha512-old"));
    }

    @Test
    void aPackageThatIsNotLockedIsRefusedWithWhatToDo() throws IOException {
        Files.writeString(project.resolve("package-lock.json"), LOCK.formatted("x"));

        assertThatThrownBy(() -> PackageLock.of(project, "unlocked"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("has no hash for unlocked; add the package to package.json");
    }
}
