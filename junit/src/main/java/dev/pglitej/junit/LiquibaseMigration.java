package dev.pglitej.junit;

import java.sql.Connection;
import javax.sql.DataSource;
import liquibase.ChecksumVersion;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.ResourceAccessor;

/** All that knows Liquibase, so that nothing else needs it. */
final class LiquibaseMigration {
    private LiquibaseMigration() {}

    /** Liquibase's own checksums of the changes say what is in them and in the files that they name. */
    @SuppressWarnings("try") // Closing throws no InterruptedException, whatever its signature says.
    static void addTo(Fingerprint fingerprint, String changelog) throws Exception {
        try (ResourceAccessor resources = resources()) {
            DatabaseChangeLog parsed = ChangeLogParserFactory.getInstance()
                    .getParser(changelog, resources)
                    .parse(changelog, new ChangeLogParameters(), resources);
            for (ChangeSet change : parsed.getChangeSets()) {
                fingerprint.add(change.toString(true));
                fingerprint.add(
                        change.generateCheckSum(ChecksumVersion.latest()).toString());
            }
        }
    }

    @SuppressWarnings("try")
    static void run(String changelog, DataSource database) throws Exception {
        try (Connection connection = database.getConnection();
                ResourceAccessor resources = resources()) {
            run(changelog, resources, connection);
        }
    }

    private static void run(String changelog, ResourceAccessor resources, Connection connection)
            throws LiquibaseException {
        Database target =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        try (Liquibase liquibase = new Liquibase(changelog, resources, target)) {
            liquibase.update(new Contexts());
        }
    }

    private static ResourceAccessor resources() {
        return new ClassLoaderResourceAccessor(Contents.loader());
    }
}
