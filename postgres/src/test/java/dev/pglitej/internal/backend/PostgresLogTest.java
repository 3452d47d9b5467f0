package dev.pglitej.internal.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PostgresLogTest {
    private final List<String> lines = new ArrayList<>();
    private final PostgresLog log = new PostgresLog(lines::add);

    @Test
    void timesAreWrittenAsPostgresDoes() {
        assertThat(PostgresLog.time(Instant.parse("2026-01-02T03:04:05.006789Z")))
                .isEqualTo("2026-01-02 03:04:05.006");
        assertThat(PostgresLog.time(Instant.parse("2026-11-28T15:34:27.769Z"))).isEqualTo("2026-11-28 15:34:27.769");
    }

    @Test
    void whatIsKeptForErrorsIsNotHeard() {
        log.keep("kept");
        log.add("added");

        assertThat(lines).containsExactly("added");
        assertThat(log.tail()).containsExactly("kept", "added");
    }

    @Test
    void anyListenerButTheDefaultHears() {
        assertThat(log.isHeard()).isTrue();
        assertThat(new PostgresLog(PostgresLog.UNHEARD).isHeard()).isFalse();
    }
}
