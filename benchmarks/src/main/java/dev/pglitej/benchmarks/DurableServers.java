package dev.pglitej.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * PGliteJ and native PostgreSQL with data on the same disk and fsync on, each in processes of its own. Confined to one thread.
 *
 * @param ours what {@code bin/pglitej serve} serves
 */
record DurableServers(ServedPglite ours, NativePostgres natives) implements AutoCloseable {
    /**
     * Starts both.
     *
     * @param directory where their data are to be
     * @param environment what both have in their environment besides ours
     */
    static DurableServers start(Path directory, PrintStream log, Map<String, String> environment) throws SQLException {
        NativePostgres natives = NativePostgres.startIn(directory, log, environment, "fsync = on");
        try {
            // Native PostgreSQL's directory is new, and any name that no other pair has does for ours.
            Path data = directory.resolve("served-" + natives.address().port());
            ServedPglite ours = ServedPglite.startIn(data, Main.home(), log, environment);
            try (Connection toOurs = ours.connect();
                    Connection toNative = natives.connect()) {
                log.println(Settings.difference(toOurs, toNative));
                Sql.execute(toOurs, "create table t (n int, filler text)");
                Sql.execute(toNative, "create table t (n int, filler text)");
            } catch (SQLException e) {
                ours.close();
                throw e;
            }
            return new DurableServers(ours, natives);
        } catch (SQLException | RuntimeException e) {
            natives.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (natives) {
            ours.close();
        }
    }
}
