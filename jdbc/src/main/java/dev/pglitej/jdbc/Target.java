package dev.pglitej.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Which database a URL names. Immutable. */
sealed interface Target {
    /** What connections to the same database have in common; empty where each has a database of its own. */
    Optional<String> sharedKey();

    /** A database in memory of one connection. */
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
            return Optional.of("file:" + canonical());
        }

        /** The same for all ways to write it, also before it exists. */
        private Path canonical() {
            Path absolute = path.toAbsolutePath().normalize();
            try {
                return Files.exists(absolute) ? absolute.toRealPath() : absolute;
            } catch (IOException e) {
                // Opening it meets the same failure, and says what it was.
                return absolute;
            }
        }
    }

    /** Reads it.
     *
     * @throws IllegalArgumentException with what is wrong, and what would be right
     */
    static Target parse(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 2 ? "" : text.substring(0, colon);
        String rest = text.substring(scheme.isEmpty() ? 0 : colon + 1);
        return switch (scheme) {
            case "memory" -> rest.isEmpty() ? new PrivateMemory() : new NamedMemory(rest);
            case "file", "" -> new Directory(path(rest));
            default ->
                throw new IllegalArgumentException("'" + scheme
                        + ":' names no kind of database; there are memory:, memory:NAME and file:DIRECTORY");
        };
    }

    private static Path path(String text) {
        if (text.isEmpty()) throw new IllegalArgumentException("a directory is missing, as in jdbc:pglite:file:/data");
        try {
            // file:///data is another way to write file:/data.
            return Path.of(text.startsWith("///") ? text.substring(2) : text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is no path: " + e.getMessage(), e);
        }
    }
}
