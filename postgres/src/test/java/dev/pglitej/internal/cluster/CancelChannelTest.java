package dev.pglitej.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class CancelChannelTest {
    private static final String REQUEST = "00000010" + "04d2162e" + "00000102" + "0a0b0c0d";

    private final CancelChannel channel = new CancelChannel(0x102, new byte[] {10, 11, 12, 13});
    private final ByteBuffer received = ByteBuffer.allocate(100);

    @Test
    void theBackendReadsACancelRequestAndThenTheEnd() {
        assertThat(channel.read(received)).isEqualTo(16);
        assertThat(channel.read(received)).isEqualTo(-1);
        assertThat(receivedHex()).isEqualTo(REQUEST);
    }

    @Test
    void theRequestMayBeReadInPieces() {
        assertThat(channel.read(received.limit(5))).isEqualTo(5);
        assertThat(channel.read(received)).isZero();
        assertThat(channel.read(received.limit(100))).isEqualTo(11);
        assertThat(receivedHex()).isEqualTo(REQUEST);
    }

    @Test
    void whateverTheBackendAnswersIsDropped() {
        ByteBuffer answer = ByteBuffer.allocate(7);

        assertThat(channel.offer(answer)).isEqualTo(7);
        assertThat(answer.hasRemaining()).isFalse();
    }

    private String receivedHex() {
        return HexFormat.of().formatHex(received.array(), 0, received.position());
    }
}
