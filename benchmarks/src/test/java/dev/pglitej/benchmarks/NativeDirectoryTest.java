package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.PGlite;
import dev.pglitej.api.PGliteException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What happens to a data directory of native PostgreSQL. */
final class NativeDirectoryTest {
    @Test
    void theDirectoryOfA64BitServerIsRefusedWithTheReason() {
        String obstacle = NativePostgres.obstacle().orElse("");
        assumeTrue(obstacle.isEmpty(), obstacle);
        PrintStream log = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);

        try (NativePostgres postgres = NativePostgres.start(log)) {
            Path data = postgres.dataDirectory();

            assertThatThrownBy(() -> PGlite.open(data))
                    .isInstanceOf(PGliteException.class)
                    .hasMessage("data directory " + data
                            + " was made by a PostgreSQL 18 that lays out data differently: it is"
                            + " a 64-bit one, which passes 8-byte values directly (float8ByVal), and this is a 32-bit one;"
                            + " dump it there with pg_dump and restore it here");
        }
    }
}
