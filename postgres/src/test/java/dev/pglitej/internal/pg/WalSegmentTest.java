package dev.pglitej.internal.pg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WalSegmentTest {
    @Test
    void aSegmentIsKnownByItsFilesName() {
        assertThat(WalSegment.of("pg_wal/0000000100000002000000FE")).hasValue(new WalSegment(2, 254));
    }

    @Test
    void otherFilesAreNone() {
        assertThat(WalSegment.of("pg_wal/xlogtemp.12")).isEmpty();
        assertThat(WalSegment.of("pg_wal/00000002.history")).isEmpty();
        assertThat(WalSegment.of("pg_wal/0000000100000002000000FE.partial")).isEmpty();
        assertThat(WalSegment.of("base/5/1259")).isEmpty();
    }

    @Test
    void segmentsAreCountedByTheirSize() {
        assertThat(new WalSegment(0, 3).number(16 << 20)).isEqualTo(3);
        assertThat(new WalSegment(2, 1).number(16 << 20)).isEqualTo(513);
        assertThat(new WalSegment(2, 1).number(1 << 30)).isEqualTo(9);
    }
}
