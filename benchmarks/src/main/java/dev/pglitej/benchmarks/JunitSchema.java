package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;

/** Fifty migrations of Flyway's, each with a table, an index and a foreign key, in a directory that is gone with the JVM. */
final class JunitSchema {
    private static final int TABLES = 50;
    private static final Path DIRECTORY = directory();

    private JunitSchema() {}

    /** As Flyway wants it. */
    static String location() {
        return "filesystem:" + DIRECTORY;
    }

    static void write() throws IOException {
        for (int i = 1; i <= TABLES; i++) Files.writeString(file(i), table(i));
        Runtime.getRuntime().addShutdownHook(new Thread(JunitSchema::delete));
    }

    private static Path file(int number) {
        return DIRECTORY.resolve(String.format(Locale.ROOT, "V%d__table.sql", number));
    }

    private static String table(int number) {
        return """
                create table t%1$d (
                    id bigint generated always as identity primary key,
                    name text not null,
                    amount numeric(12, 2) not null default 0,
                    made timestamptz not null default now(),
                    parent bigint references t%2$d
                );
                create index on t%1$d (name);
                """.formatted(number, Math.max(1, number - 1));
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("pglitej-junit");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for migrations", e);
        }
    }

    private static void delete() {
        IntStream.rangeClosed(1, TABLES).forEach(i -> delete(file(i)));
        delete(DIRECTORY);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }
}
