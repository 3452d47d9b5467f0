package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What PostgreSQL says that the time is. */
@Timeout(60)
final class ClocksTest {
    @Test
    void theTimeOfDayHasMicroseconds() {
        try (PGlite database = PGlite.builder().open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);

            List<List<String>> rows = client.rows("select (extract(epoch from clock_timestamp()) * 1000000)::bigint,"
                    + " (extract(epoch from now()) * 1000000)::bigint from generate_series(1, 2000)");

            Instant after = Instant.now();
            List<Long> clock =
                    rows.stream().map(row -> Long.parseLong(row.get(0))).toList();
            assertThat(clock).isSorted().anyMatch(microseconds -> microseconds % 1000 != 0);
            assertThat(clock.get(0)).isGreaterThanOrEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, before));
            assertThat(clock.get(clock.size() - 1))
                    .isLessThanOrEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, after));
        }
    }

    @Test
    void transactionsBeginAtMicrosecondsToo() {
        try (PGlite database = PGlite.builder().open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            List<Long> beginnings = IntStream.range(0, 50)
                    .mapToObj(i -> client.value("select (extract(epoch from now()) * 1000000)::bigint"))
                    .map(Long::parseLong)
                    .toList();

            assertThat(beginnings).isSorted().anyMatch(microseconds -> microseconds % 1000 != 0);
        }
    }
}
