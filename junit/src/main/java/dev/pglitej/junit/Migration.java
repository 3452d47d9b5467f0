package dev.pglitej.junit;

import dev.pglitej.PGlite;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One step of how a new database comes to where tests begin. Immutable. */
sealed interface Migration {
    /** Adds all that makes this migration differ from another one. */
    void addTo(Fingerprint fingerprint) throws Exception;

    void run(PGlite database) throws Exception;

    /** SQL of files or of the class path; see {@link PGlite#runScript}. */
    record Scripts(List<String> locations) implements Migration {
        public Scripts {
            locations = List.copyOf(locations);
        }

        @Override
        public void addTo(Fingerprint fingerprint) throws Exception {
            for (String location : locations) fingerprint.add(Contents.of(location));
        }

        @Override
        public void run(PGlite database) throws Exception {
            for (String location : locations) {
                database.runScript(location, new String(Contents.of(location), StandardCharsets.UTF_8));
            }
        }
    }

    record Flyway(List<String> locations) implements Migration {
        public Flyway {
            locations = List.copyOf(locations);
        }

        @Override
        public void addTo(Fingerprint fingerprint) throws Exception {
            for (String location : locations) Contents.addAll(location, fingerprint);
        }

        @Override
        public void run(PGlite database) {
            FlywayMigration.run(locations, database.dataSource());
        }
    }

    record Liquibase(String changelog) implements Migration {
        @Override
        public void addTo(Fingerprint fingerprint) throws Exception {
            LiquibaseMigration.addTo(fingerprint, changelog);
        }

        @Override
        public void run(PGlite database) throws Exception {
            LiquibaseMigration.run(changelog, database.dataSource());
        }
    }

    /**
     * Whatever the user does.
     *
     * @param key stands for what the callback does
     */
    record Callback(String key, MigrationCallback callback) implements Migration {
        @Override
        public void addTo(Fingerprint fingerprint) {
            fingerprint.add(key);
        }

        @Override
        public void run(PGlite database) throws Exception {
            callback.migrate(database.dataSource());
        }
    }
}
