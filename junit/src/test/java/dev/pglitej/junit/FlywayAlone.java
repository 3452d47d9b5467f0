package dev.pglitej.junit;

import dev.pglitej.PGlite;
import dev.pglitej.jdbc.PGliteDataSource;
import java.util.List;

/** Migrates by Flyway, in a JVM of its own whose class path a test has chosen, and prints what comes of it. */
final class FlywayAlone {
    private FlywayAlone() {}

    public static void main(String[] arguments) {
        try (PGlite database = PGlite.inMemory()) {
            FlywayMigration.run(List.of("classpath:db/migration"), new PGliteDataSource(database));
            System.out.println("migrated");
        } catch (RuntimeException e) {
            System.out.println(MigrationFailedException.of(e).getMessage());
        }
    }
}
