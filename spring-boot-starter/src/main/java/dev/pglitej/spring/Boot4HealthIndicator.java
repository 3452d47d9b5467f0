package dev.pglitej.spring;

import dev.pglitej.PGlite;
import dev.pglitej.api.Statistics;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the database takes a connection and answers, for Spring Boot 4. Thread-safe. */
final class Boot4HealthIndicator implements HealthIndicator {
    private static final int SECONDS = 5;

    private final PGlite database;

    Boot4HealthIndicator(PGlite database) {
        this.database = database;
    }

    @Override
    public Health health() {
        try (Connection connection = database.getConnection()) {
            Health.Builder health = connection.isValid(SECONDS) ? Health.up() : Health.down();
            Statistics now = database.statistics();
            return health.withDetail("version", connection.getMetaData().getDatabaseProductVersion())
                    .withDetail("sessions", now.sessions())
                    .withDetail("fileBytes", now.fileBytes())
                    .build();
        } catch (SQLException e) {
            Statistics now = database.statistics();
            Health.Builder health = Health.down(e).withDetail("state", now.state());
            now.failure().ifPresent(reason -> health.withDetail("failure", reason));
            return health.build();
        }
    }
}
