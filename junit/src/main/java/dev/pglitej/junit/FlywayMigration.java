package dev.pglitej.junit;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/** All that knows Flyway, so that nothing else needs it. */
final class FlywayMigration {
    private FlywayMigration() {}

    /** Since Flyway 10, PostgreSQL is a module of its own; before, it was in the core. */
    private static final List<String> SUPPORT = List.of(
            "org.flywaydb.database.postgresql.PostgreSQLDatabaseType",
            "org.flywaydb.core.internal.database.postgresql.PostgreSQLDatabaseType");

    static void run(List<String> locations, DataSource database) {
        try {
            MigrateResult ignored = Flyway.configure(Contents.loader())
                    .dataSource(database)
                    .locations(locations.toArray(String[]::new))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            if (SUPPORT.stream().anyMatch(FlywayMigration::isPresent)) throw e;
            throw new FlywayException(
                    "Flyway's support of PostgreSQL is not on the class path; add"
                            + " org.flywaydb:flyway-database-postgresql in the version of flyway-core",
                    e);
        }
    }

    private static boolean isPresent(String type) {
        try {
            return Class.forName(type, false, Flyway.class.getClassLoader()) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
