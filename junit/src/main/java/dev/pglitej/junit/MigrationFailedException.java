package dev.pglitej.junit;

/** The database that tests are to begin with cannot be made; the cause says why. */
public final class MigrationFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private MigrationFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    static MigrationFailedException of(Throwable failure) {
        if (failure instanceof MigrationFailedException same && same.getCause() != null) return of(same.getCause());
        return new MigrationFailedException(message(failure), failure);
    }

    private static String message(Throwable failure) {
        if (!(failure instanceof LinkageError)) {
            return "the database for these tests could not be made, which is tried once: " + failure.getMessage();
        }
        return "a library for these migrations is not on the class path (" + failure
                + "); for Flyway add org.flywaydb:flyway-database-postgresql, for Liquibase org.liquibase:liquibase-core";
    }
}
