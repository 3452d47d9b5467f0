package dev.pglitej.junit;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** All that knows Flyway, so that nothing else needs it. */
final class FlywayMigration {
    private FlywayMigration() {}

    static void run(List<String> locations, DataSource database) {
        var ignored = Flyway.configure(Contents.loader())
                .dataSource(database)
                .locations(locations.toArray(String[]::new))
                .load()
                .migrate();
    }
}
