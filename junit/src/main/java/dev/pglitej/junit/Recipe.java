package dev.pglitej.junit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the databases of tests are made of, and when tests get a new one. Immutable. */
record Recipe(Map<String, String> settings, List<String> extensions, List<Migration> migrations, Reset reset) {
    Recipe {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        extensions = List.copyOf(extensions);
        migrations = List.copyOf(migrations);
    }

    /** Nothing but PostgreSQL. */
    static Recipe plain() {
        return new Recipe(Map.of(), List.of(), List.of(), Reset.PER_METHOD);
    }

    /** @throws IllegalArgumentException if one of its settings is none */
    static Recipe of(PGliteTest annotation) {
        List<Migration> migrations = new ArrayList<>();
        if (annotation.init().length > 0) migrations.add(new Migration.Scripts(Arrays.asList(annotation.init())));
        if (annotation.flyway().length > 0) migrations.add(new Migration.Flyway(Arrays.asList(annotation.flyway())));
        if (!annotation.liquibase().isEmpty()) migrations.add(new Migration.Liquibase(annotation.liquibase()));
        if (annotation.scripts().length > 0) migrations.add(new Migration.Scripts(Arrays.asList(annotation.scripts())));
        return new Recipe(
                settings(annotation.settings()),
                Arrays.asList(annotation.extensions()),
                migrations,
                annotation.reset());
    }

    private static Map<String, String> settings(String[] lines) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "'" + line + "' is not a setting of postgresql.conf; write it as work_mem=64MB");
            }
            settings.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        return settings;
    }

    /** The same before any migration. */
    Recipe base() {
        return new Recipe(settings, extensions, List.of(), reset);
    }

    /**
     * The same for all recipes whose databases are the same.
     *
     * @throws Exception if the files of a migration cannot be read, or the library for it is missing
     */
    String fingerprint() throws Exception {
        Fingerprint fingerprint = new Fingerprint();
        settings.forEach((name, value) -> {
            fingerprint.add(name);
            fingerprint.add(value);
        });
        fingerprint.add(String.join(" ", extensions));
        for (Migration migration : migrations) {
            fingerprint.add(migration.getClass().getSimpleName());
            migration.addTo(fingerprint);
        }
        return fingerprint.value();
    }
}
