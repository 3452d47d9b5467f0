package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestMemoryTest {
    private static final int SIZE = 1 << 16;

    private final GuestMemory memory = GuestMemory.wrap(ByteBuffer.allocate(SIZE));

    @Test
    void valuesAreLittleEndian() {
        memory.putLong(8, 0x0102030405060708L);

        assertThat(memory.getByte(8)).isEqualTo((byte) 8);
        assertThat(memory.getShort(8)).isEqualTo((short) 0x0708);
        assertThat(memory.getInt(8)).isEqualTo(0x05060708);
        assertThat(memory.slice(8, 8).getLong()).isEqualTo(0x0102030405060708L);
    }

    @Test
    void everyAccessThatLeavesTheMemoryIsAFault() {
        assertFault(m -> m.getByte(SIZE));
        assertFault(m -> m.getShort(SIZE - 1));
        assertFault(m -> m.getInt(SIZE - 3));
        assertFault(m -> m.getLong(SIZE - 7));
        assertFault(m -> m.putInt(-4, 1));
        assertFault(m -> m.putInt(-1, 1));
        assertFault(m -> m.get(SIZE - 3, new byte[4], 0, 4));
        assertFault(m -> m.put(SIZE - 3, new byte[4], 0, 4));
        assertFault(m -> m.slice(SIZE - 3, 4));
        assertFault(m -> m.slice(0, -1));
        assertFault(m -> m.fill(SIZE - 3, 4, (byte) 1));
    }

    private void assertFault(Consumer<GuestMemory> access) {
        assertThatThrownBy(() -> access.accept(memory))
                .isInstanceOf(GuestFault.class)
                .hasMessageContaining("the memory has 65536 bytes");
    }

    @Test
    void theLastBytesAreInside() {
        memory.putLong(SIZE - 8, -1);

        assertThat(memory.slice(SIZE - 8, 8).get(7)).isEqualTo((byte) -1);
        assertThat(memory.slice(SIZE, 0).remaining()).isZero();
    }

    @Test
    void textIsUtf8WithAZeroBehindIt() {
        assertThat(memory.putCString(100, 6, "größe")).isEqualTo(-1);
        assertThat(memory.getByte(100)).isZero();
        assertThat(memory.putCString(100, 8, "größe")).isEqualTo(8);
        assertThat(memory.cString(100)).isEqualTo("größe");
    }

    @Test
    void textWithoutAnEndIsAFault() {
        memory.fill(SIZE - 10, 10, (byte) 'x');

        assertThatThrownBy(() -> memory.cString(SIZE - 10)).isInstanceOf(GuestFault.class);
    }

    @Test
    void aSliceIsALiveView() {
        ByteBuffer slice = memory.slice(1000, 4);

        memory.putInt(1000, 77);

        assertThat(slice.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(slice.getInt(0)).isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x3fffffffL, 0x40000000L, 0x7ffffffeL, 0x80000000L, 0xbffffffdL, 0xfffe0000L})
    void everyPartOfAFullyGrownMemoryCanBeReached(long address) {
        Guest guest = Guest.create(Fixtures.module("huge"), Imports.none(), GuestOptions.defaults());
        try (guest) {
            GuestMemory huge = guest.memory();
            assertThat(huge.size()).isEqualTo(65536L * 65536);

            huge.putLong((int) address, 0x1122334455667788L);

            assertThat(huge.getLong((int) address)).isEqualTo(0x1122334455667788L);
            assertThat(huge.slice((int) address + 4, 4).getInt()).isEqualTo(0x11223344);
            assertThat(guest.call(guest.function("load"), address)).isEqualTo(0x55667788L);
        }
    }

    @Test
    void theVeryEndOfAFullyGrownMemoryIsTheEnd() {
        try (Guest guest = Guest.create(Fixtures.module("huge"), Imports.none(), GuestOptions.defaults())) {
            assertThatCode(() -> guest.memory().putByte(-1, (byte) 1)).doesNotThrowAnyException();
            assertThatThrownBy(() -> guest.memory().putInt(-3, 1)).isInstanceOf(GuestFault.class);
        }
    }
}
