package dev.pglitej.natives.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an upgrade ends with. */
class ReportTest {
    private static final String SETTINGS = Recorded.FILES.get(1);

    private SmallProject project;
    private Work work;

    @BeforeEach
    void moveAProject(@TempDir Path directory) throws IOException {
        project = new SmallProject(directory);
        project.write(SETTINGS, "setting a 1\nshared PGPROC 100\n");
        work = new Work(project.root().resolve("target/upgrade"));
        new Move(project.root(), work, project.searchPath()).to("0.5.2");
    }

    private String report() throws IOException {
        return new Report(project.root(), work).text();
    }

    @Test
    void itHasTheNotesAndWhatIsRecordedOtherwise() throws IOException {
        project.write(SETTINGS, "setting a 1\nsetting b 2\nshared PGPROC 104\n");

        assertThat(report())
                .contains("  * PGlite 0.5.1 became 0.5.2")
                .contains("  * setting:\n      + setting b 2\n")
                .contains("  * shared:\n      - shared PGPROC 100\n      + shared PGPROC 104\n");
    }

    @Test
    void itHasTheTestsThatFailed() throws IOException {
        project.write("jdbc/target/surefire-reports/TEST-A.xml", """
                <testsuite>
                  <testcase name="works" classname="a.A" time="0.1"/>
                  <testcase name="isSkipped" classname="a.A" time="0"><skipped message="no"/></testcase>
                  <testcase name="fails" classname="a.A" time="0.2">
                    <failure message="&#10;expected: &quot;18.1&quot;&#10; but was: &quot;18.2&quot;" type="E">at …</failure>
                  </testcase>
                  <testcase name="breaks" classname="a.B" time="0.2"><error type="E">at …</error></testcase>
                </testsuite>
                """);
        project.write(
                "extensions/contrib/target/surefire-reports/TEST-B.xml", "<testcase name=\"b\" classname=\"B\"/>");
        project.write("old/target/surefire-reports/TEST-C.xml", "<testcase name=\"c\" classname=\"C\"/>");
        Files.setLastModifiedTime(
                project.root().resolve("old/target/surefire-reports/TEST-C.xml"), FileTime.from(Instant.EPOCH));

        assertThat(report())
                .contains("4 tests have run, 2 failed")
                .contains("  * fails: a.A.fails: expected: \"18.1\" but was: \"18.2\"\n")
                .contains("  * fails: a.B.breaks\n");
    }

    @Test
    void itHasWhatEndedTheBuild() throws IOException {
        Files.writeString(work.directory().resolve("build.log"), """
                [INFO] natives
                [natives    1 s] searching
                [natives] cannot find InitProcess: a function that reports errors as "InitProcess"; found nothing
                [ERROR] Failed to execute goal
                """);

        assertThat(report())
                .contains("  * the build says: [natives] cannot find InitProcess")
                .contains("  * the build says: [ERROR] Failed to execute goal")
                .doesNotContain("searching");
    }

    @Test
    void whatIsOnlyElsewhereIsCountedAndWhatHasAnotherSignatureIsShown() {
        List<String> before = List.of("hook #10 kill ii:i", "hook #11 raise i:i", "symbol errno=100", "stack #5 77");
        List<String> after = List.of("hook #12 kill ii:i", "hook #13 raise ii:i", "symbol errno=200", "stack #6 78");

        assertThat(Recorded.differences(before, after))
                .containsExactly(
                        "hook:\n      - hook #10 kill ii:i\n      - hook #11 raise i:i"
                                + "\n      + hook #12 kill ii:i\n      + hook #13 raise ii:i",
                        "stack: 1 are elsewhere; names and signatures are the same",
                        "symbol: 1 are elsewhere; names and signatures are the same");
    }

    @Test
    void ofManyDifferencesTheFirstAreShown() {
        List<String> after =
                IntStream.range(0, 30).mapToObj(i -> "setting s" + i).toList();

        assertThat(Recorded.differences(List.of(), after))
                .singleElement()
                .asString()
                .startsWith("setting:\n      + setting s0\n")
                .endsWith("\n      + setting s19\n      + and 10 more");
    }
}
