package dev.pglitej.junit;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * All that knows Flyway, so that nothing else needs it. Stateless.
 *
 * <p>On the module path, Flyway's module has the name of its file, which no published module can require. So this module is compiled as if
 * Flyway were on the class path, and asks here to read the module that Flyway is in.
 */
final class FlywayMigration {
    /** Since Flyway 10, PostgreSQL is a module of its own; before, it was in the core. */
    private static final List<String> SUPPORT = List.of(
            "org.flywaydb.database.postgresql.PostgreSQLDatabaseType",
            "org.flywaydb.core.internal.database.postgresql.PostgreSQLDatabaseType");

    private FlywayMigration() {}

    static void run(List<String> locations, DataSource database) {
        readFlyway();
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

    /** Finds it by its name: Java refuses a reference in code to a class that this module cannot read. */
    private static void readFlyway() {
        try {
            Class<?> flyway = Class.forName("org.flywaydb.core.Flyway", false, FlywayMigration.class.getClassLoader());
            Module unused = FlywayMigration.class.getModule().addReads(flyway.getModule());
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(e.getMessage());
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
