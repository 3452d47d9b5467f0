package dev.pglitej.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which database a URL names. Immutable. */
// RATIONALE: "Why does the driver decline some URLs that begin with jdbc:pglite:?"
sealed interface Target {
    /** A key that is equal for connections to the same database; empty if each connection has a database of its own. */
    Optional<String> sharedKey();

    /** A database in memory for one connection. */
    record PrivateMemory() implements Target {
        @Override
        public Optional<String> sharedKey() {
            return Optional.empty();
        }
    }

    /** A database in memory that all connections of this JVM with its name share. */
    record NamedMemory(String name) implements Target {
        @Override
        public Optional<String> sharedKey() {
            return Optional.of("memory:" + name);
        }
    }

    /** A database in a directory, which all connections of this JVM share. */
    record Directory(Path path) implements Target {
        @Override
        public Optional<String> sharedKey() {
            return Optional.of("file:" + canonical(path));
        }
    }

    /** A database in memory that begins as a file says, and that all connections of this JVM to that file share. */
    record SnapshotFile(Path path) implements Target {
        @Override
        public Optional<String> sharedKey() {
            return Optional.of("snapshot:" + canonical(path));
        }
    }

    /** Equal for all spellings of a path, also before it exists. */
    private static Path canonical(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            return Files.exists(absolute) ? absolute.toRealPath() : absolute;
        } catch (IOException e) {
            // Opening the database fails in the same way, and reports it.
            return absolute;
        }
    }

    /** Parameters in H2's form, which would otherwise be part of the name. */
    Pattern AFTER_SEMICOLON = Pattern.compile(";\\s*\\w+\\s*=");

    /** Whether this is, or is meant to be, one of the forms that {@link #parse} reads. */
    static boolean names(String text) {
        String rest = rest(text);
        return switch (scheme(text)) {
            case "memory" -> !rest.startsWith("//");
            case "file", "snapshot" -> true;
            case "" -> !rest.isEmpty();
            default -> false;
        };
    }

    /** Reads it.
     *
     * @throws IllegalArgumentException with what is wrong, and what would be right
     */
    static Target parse(String text) {
        if (AFTER_SEMICOLON.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "'" + text + "' has parameters after a semicolon; write them as" + " ?name=value&name=value");
        }
        String rest = rest(text);
        return switch (scheme(text)) {
            case "memory" -> memory(rest);
            case "file", "" -> new Directory(path(rest));
            case "snapshot" -> new SnapshotFile(path(rest));
            default ->
                throw new IllegalArgumentException(
                        "'" + scheme(text)
                                + ":' is not a kind of database; there are memory:, memory:NAME, file:DIRECTORY and snapshot:FILE");
        };
    }

    private static String scheme(String text) {
        int colon = text.indexOf(':');
        // One letter is the drive of a path.
        return colon < 2 ? "" : text.substring(0, colon);
    }

    private static String rest(String text) {
        String scheme = scheme(text);
        return text.substring(scheme.isEmpty() ? 0 : scheme.length() + 1);
    }

    private static Target memory(String name) {
        if (name.startsWith("//")) {
            throw new IllegalArgumentException("'memory:" + name + "' is a URL of another driver; write memory: for a"
                    + " database of this connection only, memory:NAME for one that connections share");
        }
        return name.isEmpty() ? new PrivateMemory() : new NamedMemory(name);
    }

    private static Path path(String text) {
        if (text.isEmpty()) throw new IllegalArgumentException("a path is missing, as in jdbc:pglite:file:/data");
        try {
            // No shell has expanded this path, and a directory named ~ is not meant.
            if (text.startsWith("~/")) return Path.of(System.getProperty("user.home"), text.substring(2));
            // file:///data is another way to write file:/data.
            return Path.of(text.startsWith("///") ? text.substring(2) : text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is not a path: " + e.getMessage(), e);
        }
    }
}
