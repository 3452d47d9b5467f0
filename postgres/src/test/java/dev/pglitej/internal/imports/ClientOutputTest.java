package dev.pglitej.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.spi.SessionChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ClientOutputTest {
    private final NarrowChannel channel = new NarrowChannel();
    private final ClientOutput output = new ClientOutput(channel);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aClientWithoutRoomIsWaitedFor() throws IOException {
        channel.room = 2;
        assertThat(output.offer(bytes("abc"), true)).isEqualTo(2);
        assertThat(output.offer(bytes("c"), true)).isZero();
        assertThat(channel.received()).isEqualTo("ab");
    }

    @Test
    void aCallerThatMayNotWaitHandsOverEverythingAndItIsSentInOrder() throws IOException {
        channel.room = 2;
        assertThat(output.offer(bytes("abc"), false)).isEqualTo(2);
        assertThat(output.offer(bytes("c"), false)).isEqualTo(1);
        assertThat(output.offer(bytes("de"), false)).isEqualTo(2);
        assertThat(output.offer(bytes("f"), true)).isZero();

        channel.room = 2;
        assertThat(output.offer(bytes("f"), true)).isZero();
        channel.room = 10;
        assertThat(output.offer(bytes("f"), true)).isEqualTo(1);
        assertThat(channel.received()).isEqualTo("abcdef");
    }

    @Test
    void whatIsKeptCanBeHandedOverWithoutMore() throws IOException {
        assertThat(output.offer(bytes("abc"), false)).isEqualTo(3);
        assertThat(output.flush()).isFalse();
        channel.room = 3;
        assertThat(output.flush()).isTrue();
        assertThat(channel.received()).isEqualTo("abc");
    }

    /** Has room for so many bytes. */
    private static final class NarrowChannel implements SessionChannel {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int room;

        String received() {
            return bytes.toString(StandardCharsets.US_ASCII);
        }

        @Override
        public int offer(ByteBuffer source) {
            int count = Math.min(room, source.remaining());
            for (int i = 0; i < count; i++) bytes.write(source.get());
            room -= count;
            return count;
        }

        @Override
        public int read(ByteBuffer target) {
            return -1;
        }

        @Override
        public boolean awaitReadable(long nanos) {
            return true;
        }

        @Override
        public boolean awaitWritable(long nanos) {
            return room > 0;
        }

        @Override
        public void write(ByteBuffer source) {
            throw new UnsupportedOperationException("nothing waits here");
        }

        @Override
        public boolean clientGone() {
            return false;
        }

        @Override
        public void wakeup() {}

        @Override
        public void close() {}
    }
}
