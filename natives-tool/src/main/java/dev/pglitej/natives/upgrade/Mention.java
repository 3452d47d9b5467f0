package dev.pglitej.natives.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An exact version of PGlite or PostgreSQL in a text of this project, where an upgrade would leave it behind.
 *
 * @param line counted from 1
 */
record Mention(String file, int line, String text) {
    private static final String PRODUCT =
            "(?i)(?:pglite\"?:? ?\"?v?|postgres(?:ql)?[- ](?:version )?v?|version[= ]\"?)";
    private static final Set<String> NOT_SOURCES = Set.of("target", "node_modules", ".git", ".idea", ".vscode");
    private static final Set<String> TEXTS = Set.of(
            "c", "gradle", "h", "java", "json", "kts", "md", "properties", "sh", "sql", "txt", "xml", "yaml", "yml");
    /** The first two say what was, and when; npm writes the last. */
    private static final Set<String> EXEMPT = Set.of("CHANGELOG.md", "RATIONALE.md", "package-lock.json");

    /** All mentions of some versions below a directory that are neither pins nor history nor recorded. */
    static List<Mention> below(Path root, Set<String> versions) throws IOException {
        Pattern exact = Pattern.compile(PRODUCT
                + versions.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")(?!\\.?\\d)")));
        List<Mention> mentions = new ArrayList<>();
        for (Path path : texts(root)) {
            String file = root.relativize(path).toString();
            // Each byte is a character: what is looked for is ASCII, and some texts are in another encoding on purpose.
            String text = Pin.withoutPins(file, Files.readString(path, StandardCharsets.ISO_8859_1));
            exact.matcher(text).results().forEach(match -> mentions.add(at(match, file, text)));
        }
        return mentions;
    }

    private static Mention at(MatchResult match, String file, String text) {
        int line = 1
                + (int) text.substring(0, match.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new Mention(file, line, match.group());
    }

    private static List<Path> texts(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_SOURCES.contains(name(directory)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && isText(root, file)) files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static boolean isText(Path root, Path file) {
        String name = name(file);
        int dot = name.lastIndexOf('.');
        if (EXEMPT.contains(name)
                || Recorded.FILES.contains(root.relativize(file).toString())) {
            return false;
        }
        return dot < 0 || TEXTS.contains(name.substring(dot + 1));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    @Override
    public String toString() {
        return file + ":" + line + " (\"" + text + "\")";
    }
}
