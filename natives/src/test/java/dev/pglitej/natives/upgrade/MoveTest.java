package dev.pglitej.natives.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade of a small project. */
class MoveTest {
    private SmallProject project;
    private Work work;

    @BeforeEach
    void makeAProject(@TempDir Path directory) throws IOException {
        project = new SmallProject(directory);
        work = new Work(project.root().resolve("target/upgrade"));
    }

    private Move move() throws IOException {
        return new Move(project.root(), work, project.searchPath());
    }

    @Test
    void afterwardsAllPinsAgreeOnTheOtherVersion() throws IOException {
        move().to("0.5.2");

        assertThat(Check.faults(project.root(), project.searchPath())).isEmpty();
        assertThat(project.read("natives/package.json")).contains("\"@electric-sql/pglite\": \"0.5.2\"");
        assertThat(project.read("docs/differences.md"))
                .contains("PGliteJ is PostgreSQL 18.2: all", "\"PostgreSQL\" is version 18.1 on");
        assertThat(work.directory().resolve("postgres")).content().isEqualTo("18.2\n");
    }

    @Test
    void theHashesAreThoseOfTheOtherVersionsFiles() throws IOException {
        move().to("0.5.2");

        assertThat(project.read("natives/pglite.sha256")).startsWith(project.hash("0.5.2", "dist/pglite.wasm"));
        assertThat(project.read("extensions/contrib/contrib.sha256"))
                .isEqualTo(project.hash("0.5.2", "dist/citext.tar.gz") + project.hash("0.5.2", "dist/hstore.tar.gz"));
    }

    @Test
    void whatThePackageHasMoreOrLessIsNoted() throws IOException {
        move().to("0.5.2");

        assertThat(work.notes())
                .contains(
                        "exports of dist/pglite.wasm that went: went",
                        "exports of dist/pglite.wasm that appeared: came",
                        "extensions that appeared: dist/ltree.tar.gz")
                .anyMatch(note -> note.startsWith("PGlite 0.5.1 became 0.5.2, PostgreSQL 18.1 became 18.2"))
                .noneMatch(note -> note.contains("initdb"));
    }

    @Test
    void anExtensionThatIsNoLongerPublishedLeavesTheList() throws IOException {
        project.publish(
                "0.5.3",
                SmallWasm.with("PostgreSQL 19.0 (PGlite 0.5.3) on wasm", "main"),
                List.of("dist/hstore.tar.gz"));

        move().to("0.5.3");

        assertThat(project.read("extensions/contrib/contrib.sha256"))
                .isEqualTo(project.hash("0.5.3", "dist/hstore.tar.gz"));
        assertThat(work.notes())
                .contains(
                        "extensions/contrib/contrib.sha256 has lost what the package no longer has: dist/citext.tar.gz")
                .anyMatch(note -> note.startsWith("PostgreSQL's major version is another one"));
    }

    @Test
    void aVersionThatNpmDoesNotHaveLeavesTheSourcesAsTheyAre() throws IOException {
        String before = project.read("natives/package.json") + project.read("natives/package-lock.json");

        assertThatThrownBy(() -> move().to("0.5.9"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("nothing has been moved")
                .hasMessageContaining("no version 0.5.9");

        assertThat(project.read("natives/package.json") + project.read("natives/package-lock.json"))
                .isEqualTo(before);
        assertThat(Check.faults(project.root(), project.searchPath())).isEmpty();
    }

    @Test
    void aPackageWhoseBinaryIsAnotherVersionIsRefused() throws IOException {
        project.publish("0.5.4", SmallWasm.with("PostgreSQL 18.1 (PGlite 0.5.1) on wasm", "main"), List.of());

        assertThatThrownBy(() -> move().to("0.5.4"))
                .isInstanceOf(BuildException.class)
                .hasMessage("the package's version is 0.5.4, but its binary says 0.5.1");

        assertThat(Check.faults(project.root(), project.searchPath())).isEmpty();
    }

    @Test
    void nativePostgresAndTheRegressionTestsFollowWhereTheyArePublished() throws IOException {
        move().to("0.5.2");
        Files.createFile(work.directory().resolve("native"));
        Files.writeString(work.directory().resolve("sources"), "18.2 " + SmallProject.hash("new") + "\n");

        move().follow();

        assertThat(project.read("benchmarks/pom.xml")).contains("<version>18.2.0</version>");
        assertThat(project.read("docs/differences.md")).contains("\"PostgreSQL\" is version 18.2 on");
        assertThat(project.read("conformance/regression-sources"))
                .isEqualTo("version=18.2\nsha256=" + SmallProject.hash("new") + "\n");
        assertThat(Check.faults(project.root(), project.searchPath())).isEmpty();
    }

    @Test
    void theyStayWhereTheyAreAsLongAsTheyAreNotPublished() throws IOException {
        move().to("0.5.2");
        Files.writeString(work.directory().resolve("sources"), "18.1 " + SmallProject.hash("old") + "\n");

        move().follow();

        assertThat(project.read("benchmarks/pom.xml")).contains("<version>18.1.0</version>");
        assertThat(project.read("conformance/regression-sources")).startsWith("version=18.1\n");
        assertThat(work.notes())
                .contains(
                        "Maven has no native PostgreSQL 18.2: tests and benchmarks still compare with 18.1",
                        "Debian has 18.1 but no sources of PostgreSQL 18.2: the regression tests are still those of 18.1");
    }
}
