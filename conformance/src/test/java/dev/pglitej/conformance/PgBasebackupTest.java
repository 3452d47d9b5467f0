package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PostgreSQL's own pg_basebackup. It refuses servers that are newer than itself, so it is told that this one is not: what it asks for
 * has been the same since 15.
 */
@Timeout(120)
final class PgBasebackupTest {
    private static final Map<String, String> PLAIN = Map.of("PGSSLMODE", "disable", "PGGSSENCMODE", "disable");
    private static final int OLDEST = 15;

    @ParameterizedTest
    @ValueSource(strings = {"fetch", "stream"})
    void itsBackupOfABusyDatabaseIsADirectoryThatOpens(String walMethod, @TempDir Path directory) throws Exception {
        int version = version();
        assumeTrue(version >= OLDEST, "pg_basebackup is not installed, or older than " + OLDEST);
        Path backup = directory.resolve("backup");
        try (ServedDatabase database = ServedDatabase.inMemory();
                VersionProxy proxy = new VersionProxy(database.address(), version);
                Connection writer = database.connect()) {
            execute(writer, "create table kept as select generate_series(1, 1000) as n");
            writer.setAutoCommit(false);
            execute(writer, "insert into kept values (0)");

            Programs.run(
                    PLAIN,
                    List.of(
                            "pg_basebackup",
                            "--dbname=host=127.0.0.1 user=postgres port=" + proxy.port(),
                            "--pgdata=" + backup,
                            "--checkpoint=fast",
                            "--wal-method=" + walMethod));

            writer.rollback();
        }
        try (ServedDatabase restored = ServedDatabase.in(backup);
                Connection reader = restored.connect()) {
            assertThat(value(reader, "select count(*) || ' ' || sum(n) from kept"))
                    .isEqualTo("1000 500500");
            execute(reader, "insert into kept values (1001)");
        }
    }

    /** Its major version; 0 where there is none. */
    private static int version() throws Exception {
        if (!Programs.isInstalled("pg_basebackup")) return 0;
        Matcher version =
                Pattern.compile("\\) (\\d+)").matcher(Programs.run(Map.of(), List.of("pg_basebackup", "--version")));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }
}
