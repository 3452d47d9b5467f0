package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class MemoryRegionTest {
    private static final int BYTES = 1 << 20;

    @Test
    void aRegionHoldsZerosUntilItIsWrittenAndAfterItHasBeenEmptied() {
        long before = MemoryRegion.reservedBytes();
        MemoryRegion region = MemoryRegion.reserve(BYTES);
        ByteBuffer bytes = region.bytes();

        assertThat(bytes.capacity()).isEqualTo(BYTES);
        assertThat(MemoryRegion.reservedBytes() - before).isEqualTo(BYTES);
        assertThat(bytes.get(BYTES - 1)).isZero();
        region.fill(0, BYTES);
        bytes.put(BYTES - 1, (byte) 7);
        assertThat(bytes.get(BYTES - 1)).isEqualTo((byte) 7);

        region.empty(0, BYTES);

        assertThat(bytes.get(BYTES - 1)).isZero();
    }
}
