package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pglitej.conformance.PublishedClasses.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What users may call is what {@code config/api} has recorded, so that a change of it is seen and meant. RATIONALE: "How does a change of
 * the public API show?"
 */
final class ApiTest {
    static final List<String> PACKAGES = List.of(
            "dev.pglitej",
            "dev.pglitej.api",
            "dev.pglitej.jdbc",
            "dev.pglitej.junit",
            "dev.pglitej.resources",
            "dev.pglitej.server",
            "dev.pglitej.spi",
            "dev.pglitej.spring");

    private static final String INTERNAL = "dev.pglitej.internal.";

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void theSignaturesOfEachPackageAreThoseRecorded(String name) throws IOException {
        Path recorded = PublishedClasses.project().resolve("config/api/" + name + ".txt");
        String present = String.join("\n", signatures(name)) + "\n";
        if (Boolean.getBoolean("pglitej.record")) {
            Files.createDirectories(recorded.getParent());
            Files.writeString(recorded, present);
        }

        assertThat(present)
                .as(
                        "the public and protected signatures of %s differ from %s. If you mean the change, record it by%n"
                                + "  mvn test -pl conformance -Dtest=ApiTest -Dpglitej.record=true%n"
                                + "and say in CHANGELOG.md what users have to do.",
                        name, recorded)
                .isEqualTo(Files.readString(recorded));
    }

    @Test
    void nothingThatIsPublishedIsOutsideOfThesePackagesAndTheInternalOnes() {
        assertThat(PublishedClasses.all())
                .isNotEmpty()
                .extracting(Entry::packageName)
                .allMatch(each -> PACKAGES.contains(each) || each.startsWith(INTERNAL));
    }

    @Test
    void noOtherPackagesAreRecorded() throws IOException {
        try (Stream<Path> files = Files.list(PublishedClasses.project().resolve("config/api"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            PACKAGES.stream().map(name -> name + ".txt").toList());
        }
    }

    /** The lines of javap for the public types of a package, each followed by its members in alphabetical order. */
    private static List<String> signatures(String packageName) {
        List<String> all = new ArrayList<>();
        Set<String> hidden = new HashSet<>();
        for (Entry entry : PublishedClasses.all()) {
            if (!entry.packageName().equals(packageName)) continue;
            // An outer type precedes those that are nested in it.
            int nested = entry.name().lastIndexOf('$');
            List<String> type = described(entry.file());
            if (type.isEmpty() || (nested > 0 && hidden.contains(entry.name().substring(0, nested)))) {
                hidden.add(entry.name());
            } else {
                all.addAll(type);
            }
        }
        List<String> missing = PublishedClasses.missing();
        assumeFalse(all.isEmpty() && !missing.isEmpty(), () -> "the classes of " + missing + " are not built");
        assertThat(all).as("public types of " + packageName).isNotEmpty();
        return all;
    }

    /** Empty for a type that is not public. */
    private static List<String> described(Path file) {
        List<String> lines = javap(file)
                .lines()
                .filter(line -> !line.startsWith("Compiled from"))
                .toList();
        String head = lines.get(0);
        if (!head.startsWith("public ")) return List.of();
        List<String> members = new ArrayList<>(lines.subList(1, lines.size() - 1));
        Collections.sort(members);
        return Stream.of(List.of(head), members, List.of("}"))
                .flatMap(List::stream)
                .toList();
    }

    private static String javap(Path file) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        int code = ToolProvider.findFirst("javap").orElseThrow().run(out, out, "-protected", file.toString());
        out.flush();
        assertThat(code).as(printed.toString()).isZero();
        return printed.toString();
    }
}
