package dev.pglitej.natives.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether versions agree: those of these sources, and those of a small project in which one is wrong. */
class CheckTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void allVersionsInTheseSourcesAgree() throws IOException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        assumeTrue(
                Files.exists(Path.of("node_modules", PublishedPackage.NAME)),
                "the package is missing; run npm ci in natives/, as its build does");

        assertThat(Check.faults(root, "")).isEmpty();
    }

    @Test
    void placesOfOneVersionThatDisagreeAreNamed() throws IOException {
        SmallProject project = new SmallProject(directory);
        project.write("benchmarks/pom.xml", project.read("benchmarks/pom.xml").replace("18.1", "18.0"));

        assertThat(faults(project))
                .singleElement()
                .asString()
                .startsWith("the places of NATIVE disagree: {18.0=[benchmarks/pom.xml")
                .contains("18.1=[docs/differences.md");
    }

    @Test
    void whatTheDocumentsSayHasToBeWhatTheBinaryIs() throws IOException {
        SmallProject project = new SmallProject(directory);
        project.write(
                "docs/differences.md",
                project.read("docs/differences.md").replace("PostgreSQL 18.1", "PostgreSQL 18.0"));

        assertThat(faults(project)).containsExactly("the documents say PostgreSQL 18.0, but the binary is 18.1");
    }

    @Test
    void nativePostgresOfAnotherMajorVersionIsNothingToCompareWith() throws IOException {
        SmallProject project = new SmallProject(directory);
        for (String file : List.of("benchmarks/pom.xml", "docs/differences.md")) {
            project.write(file, project.read(file).replaceAll("(<version>|is version )18.1", "$117.9"));
        }

        assertThat(faults(project))
                .containsExactly("NATIVE is PostgreSQL 17.9, which is of another major version than the binary, 18.1");
    }

    @Test
    void anExactVersionAnywhereElseIsNamedWithItsLine() throws IOException {
        SmallProject project = new SmallProject(directory);
        project.write("README.md", "PostgreSQL 18, in the JVM:\nPGlite 0.5.1, that is\npostgres-18.1\n");
        project.write("jdbc/src/A.java", "/** Like PostgreSQL 18.1. */");
        project.write("CHANGELOG.md", "Now PostgreSQL 18.1.");
        project.write("jdbc/target/A.txt", "PostgreSQL 18.1 is compiled");

        assertThat(faults(project))
                .extracting(fault -> fault.substring(0, fault.indexOf(" is an exact version")))
                .containsExactly(
                        "README.md:2 (\"PGlite 0.5.1\")",
                        "README.md:3 (\"postgres-18.1\")",
                        "jdbc/src/A.java:1 (\"PostgreSQL 18.1\")");
    }

    @Test
    void aPlaceThatIsNotThereIsNamed() throws IOException {
        SmallProject project = new SmallProject(directory);
        project.write("docs/differences.md", "Nothing differs.");

        assertThatThrownBy(() -> faults(project))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("docs/differences.md should have exactly one match of PGliteJ is PostgreSQL");
    }

    private static List<String> faults(SmallProject project) throws IOException {
        return Check.faults(project.root(), project.searchPath());
    }
}
