package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.Durability;
import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of which only half was written when the machine died, as it can happen since disks write less than 8 kB at once. */
@Timeout(180)
final class TornPageTest {
    private static final int PAGE = 8192;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @BeforeEach
    void fill() throws IOException {
        MadeDirectory.copyTo(directory);
        try (PGlite database = open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table torn (id int primary key, n int, filler text)");
            client.rows("insert into torn select id, 0, repeat('x', 100) from generate_series(1, 1000) id");
        }
    }

    private PGlite open() {
        return PGlite.builder()
                .directory(directory)
                .durability(Durability.NONE)
                .setting("autovacuum", "off")
                .open();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20})
    void recoveryRepairsItFromTheImageInTheLog(int skipped) throws IOException {
        TornWriter.Torn torn = TornWriter.run(directory, skipped, true);
        byte[] asTorn = page(torn);

        try (PGlite database = open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select count(*) from torn where n = 1 and filler = repeat('x', 100)"))
                    .isEqualTo("1000");
            client.rows("set enable_seqscan = off");
            assertThat(client.value("select sum(n) from torn where id between 1 and 1000"))
                    .isEqualTo("1000");
        }

        byte[] repaired = page(torn);
        assertThat(Arrays.copyOfRange(asTorn, PAGE / 2, PAGE))
                .isNotEqualTo(Arrays.copyOfRange(repaired, PAGE / 2, PAGE));
    }

    /** The proof that the tear is one. */
    @Test
    void withoutThatImageTheChecksumFindsIt() throws IOException {
        TornWriter.run(directory, 5, false);

        assertThatThrownBy(this::open)
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("page verification failed, calculated checksum");
    }

    private byte[] page(TornWriter.Torn torn) throws IOException {
        byte[] file = Files.readAllBytes(directory.resolve(torn.path()));
        assertThat(torn.position() % PAGE).isZero();
        return Arrays.copyOfRange(file, (int) torn.position(), (int) torn.position() + PAGE);
    }
}
