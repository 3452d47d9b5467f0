package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The write-ahead log of a database in memory is memory, so it is small unless somebody wants it otherwise. */
@Timeout(180)
final class LogSizeTest {
    private static final long MIB = 1 << 20;

    private static String settings(PGlite database) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            return client.value("select string_agg(setting || unit, ' ' order by name) from pg_settings"
                    + " where name in ('max_wal_size', 'min_wal_size')");
        }
    }

    @Test
    void inMemoryItIsSmallAndInADirectoryAsInitdbHasIt(@TempDir Path directory) {
        try (PGlite inMemory = PGlite.inMemory();
                PGlite other = PGlite.builder().locale("C").open();
                PGlite onDisk = PGlite.open(directory)) {
            assertThat(settings(inMemory)).isEqualTo("64MB 32MB");
            assertThat(settings(other)).isEqualTo("64MB 32MB");
            assertThat(settings(onDisk)).isEqualTo("1024MB 80MB");
        }
    }

    @Test
    void aSettingMakesItLarger() {
        try (PGlite database = PGlite.builder()
                .setting("max_wal_size", "512MB")
                .setting("min_wal_size", "128MB")
                .open()) {
            assertThat(settings(database)).isEqualTo("512MB 128MB");
        }
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("alter system set max_wal_size = '256MB'");
            client.rows("select pg_reload_conf()");
            Eventually.eventually(
                    "the setting is there", () -> settings(database).equals("256MB 32MB"));
        }
    }

    @Test
    void whatChangesAgainAndAgainLeavesLittleLog() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table t as select n, repeat('x', 100) as t from generate_series(1, 20000) n");
            client.rows("create table begin as select pg_current_wal_lsn() as at");
            while (written(client) < 200 * MIB) {
                client.rows("update t set n = n + 1");
                client.rows("vacuum t");
            }

            Eventually.eventually(
                    "a checkpoint has removed old log",
                    () -> client.value("select sum(size) <= 96 * 1024 * 1024 from pg_ls_waldir()")
                            .equals("t"));
            assertThat(database.statistics().fileBytes()).isLessThan(130 * MIB);
        }
    }

    private static long written(ScriptedClient client) {
        return Long.parseLong(client.value("select (pg_current_wal_lsn() - at)::bigint from begin"));
    }
}
