package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages of documentation say of the tree is true: examples, links, files, versions, questions. */
final class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git", ".cache");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[[^]\n]*]\\(([^)\\s]+)\\)");
    private static final Pattern FILE =
            Pattern.compile("`((?:bin|config|benchmarks|conformance|docs)/[\\w./-]*\\w)[^`]*`");
    private static final Pattern VERSION = Pattern.compile(
            "<groupId>dev\\.pglitej</groupId>\\s*<artifactId>[\\w-]+</artifactId>\\s*<version>([^<]+)<");
    private static final Pattern SHORT_VERSION = Pattern.compile("\"dev\\.pglitej:[\\w-]+:([^\"]+)\"");
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)`");
    private static final Pattern QUESTION = Pattern.compile("RATIONALE[:,]? \"([^\"]+)\"");

    @Test
    void everyJavaExampleIsPartOfATestThatCompilesAndRuns() {
        String tests = javaSources("src/test").stream()
                .map(source -> lines(read(source)))
                .collect(Collectors.joining("\n"));

        assertThat(pages())
                .allSatisfy(page -> assertThat(examples(page))
                        .as(page.toString())
                        .allSatisfy(example -> assertThat(tests.contains("\n" + example + "\n"))
                                .as("a test contains this example:\n" + example)
                                .isTrue()));
    }

    @Test
    void everyLinkLeadsToAFileAndToAHeadingInIt() {
        assertThat(pages())
                .allSatisfy(page -> assertThat(matches(LINK, read(page)))
                        .as(page.toString())
                        .filteredOn(link -> !link.startsWith("http"))
                        .allSatisfy(link -> assertLeadsSomewhere(page, link)));
    }

    @Test
    void everyFileThatAPageNamesIsThere() {
        assertThat(pages())
                .allSatisfy(page -> assertThat(matches(FILE, read(page)))
                        .as(page.toString())
                        .filteredOn(file -> !file.contains("/target/") && !file.contains("…"))
                        .allSatisfy(file -> assertThat(ROOT.resolve(file)).exists()));
    }

    @Test
    void everyVersionOfOursOnAPageIsTheOneBeingBuilt() {
        String version = matches(Pattern.compile("<version>([^<]+)</version>"), read(ROOT.resolve("pom.xml")))
                .get(0);

        assertThat(pages())
                .allSatisfy(page -> assertThat(Stream.of(VERSION, SHORT_VERSION)
                                .flatMap(pattern -> matches(pattern, read(page)).stream()))
                        .as(page.toString())
                        .allMatch(version::equals));
    }

    @Test
    void everyQuestionThatSourcesCiteIsInTheRationale() {
        Set<String> questions = headings(ROOT.resolve("RATIONALE.md"));
        Set<String> cited = javaSources("src/main").stream()
                .flatMap(source -> matches(QUESTION, joinedComments(read(source))).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(cited).isNotEmpty().isSubsetOf(questions);
    }

    @Test
    void everyClassThatTheArchitectureNamesIsThere() {
        Set<String> classes = javaSources("src").stream()
                .map(source -> source.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());

        assertThat(matches(CLASS, read(ROOT.resolve("ARCHITECTURE.md"))))
                .isNotEmpty()
                .isSubsetOf(classes);
    }

    private static void assertLeadsSomewhere(Path page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();

        assertThat(target).exists();
        if (hash >= 0) {
            Set<String> anchors =
                    headings(target).stream().map(DocumentationTest::anchor).collect(Collectors.toSet());
            assertThat(anchors).contains(link.substring(hash + 1));
        }
    }

    private static List<Path> pages() {
        return files(ROOT, file -> file.getFileName().toString().endsWith(".md"));
    }

    private static List<Path> javaSources(String part) {
        return files(
                ROOT,
                file -> file.toString().contains("/" + part + "/")
                        && file.toString().endsWith(".java"));
    }

    private static List<String> examples(Path page) {
        return matches(EXAMPLE, read(page)).stream()
                .map(DocumentationTest::lines)
                .toList();
    }

    /** Without indentation and empty lines, which an example on a page has otherwise than its test. */
    private static String lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String joinedComments(String source) {
        return source.replaceAll("\\s*\n\\s*(\\*|//) ?", " ");
    }

    private static Set<String> headings(Path page) {
        Set<String> headings = new HashSet<>();
        read(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .forEach(line -> headings.add(line.replaceFirst("^#+\\s*", "").strip()));
        return headings;
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\s-]", "").replace(' ', '-');
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<Path> files(Path root, Predicate<Path> wanted) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return SKIPPED.contains(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (wanted.test(file)) found.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
