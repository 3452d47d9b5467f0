package dev.pglitej.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The settings of a server that decide how fast it is. */
final class Settings {
    private static final List<String> NAMES = List.of(
            "server_version",
            "autovacuum",
            "data_checksums",
            "effective_cache_size",
            "fsync",
            "full_page_writes",
            "io_method",
            "jit",
            "maintenance_work_mem",
            "max_parallel_maintenance_workers",
            "max_parallel_workers_per_gather",
            "max_wal_size",
            "shared_buffers",
            "synchronous_commit",
            "wal_level",
            "work_mem");

    private Settings() {}

    /** Both sides' settings, each given once where they agree. */
    static String difference(Connection ours, Connection natives) throws SQLException {
        StringBuilder lines = new StringBuilder("settings (PGliteJ's / native's where they differ):");
        for (String name : NAMES) {
            String query = "show " + name;
            String our = Sql.query(ours, query);
            String other = Sql.query(natives, query);
            lines.append("\n  ").append(name).append(" = ").append(our);
            lines.append(our.equals(other) ? "" : " / " + other);
        }
        return lines.append("\n  jit is available: ")
                .append(Sql.query(ours, "select pg_jit_available()"))
                .append(" / ")
                .append(Sql.query(natives, "select pg_jit_available()"))
                .toString();
    }
}
