package dev.pglitej.natives.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What an upgrade leaves to a person. */
// RATIONALE: "How does an upgrade of PGlite show what has changed?"
final class Report {
    private static final int MOST_ERRORS = 10;

    private final Path root;
    private final Work work;

    Report(Path root, Work work) {
        this.root = root;
        this.work = work;
    }

    /** The list, one item a line or a few. */
    String text() throws IOException {
        List<String> items = new ArrayList<>(work.notes());
        for (String file : Recorded.FILES) {
            items.addAll(Recorded.differences(lines(work.before().resolve(file)), lines(root.resolve(file))));
        }
        List<String> errors = work.log().stream()
                .filter(line -> line.startsWith("[ERROR]") || line.startsWith("[natives] cannot"))
                .limit(MOST_ERRORS)
                .toList();
        errors.forEach(error -> items.add("the build says: " + error));
        TestReports tests = TestReports.below(root, work.begun());
        tests.failed().forEach(test -> items.add("fails: " + test));
        StringBuilder text = new StringBuilder(
                "\n" + tests.run() + " tests have run, " + tests.failed().size() + " failed. What needs a person:\n\n");
        items.forEach(item -> text.append("  * ").append(item).append('\n'));
        return text.append("  * the difference of the sources (git diff), before it is committed\n")
                .toString();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
