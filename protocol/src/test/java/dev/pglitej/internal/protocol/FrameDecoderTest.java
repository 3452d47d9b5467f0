package dev.pglitej.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final String QUERY_AND_SYNC = "51 0000000d \"select 1\" 00 53 00000004";

    @Test
    void aFrameIsCutOutAndWhatFollowsStaysInTheBuffer() {
        FrameDecoder decoder = FrameDecoder.forMessages();
        ByteBuffer input = Hex.bytes(QUERY_AND_SYNC);

        assertThat(decoder.take(input)).isTrue();

        assertThat(decoder.frame()).isEqualTo(new Frame('Q', Hex.bytes("\"select 1\" 00")));
        assertThat(input.remaining()).isEqualTo(5);
    }

    @Test
    void anEmptyBodyIsAFrame() {
        FrameDecoder decoder = FrameDecoder.forMessages();

        assertThat(decoder.take(Hex.bytes("53 00000004"))).isTrue();

        assertThat(decoder.frame()).isEqualTo(new Frame('S', Hex.bytes("")));
    }

    @Test
    void framesAreTheSameWhereverTheStreamIsCut() {
        ByteBuffer whole = Hex.bytes(QUERY_AND_SYNC + QUERY_AND_SYNC);

        for (int cut = 0; cut <= whole.limit(); cut++) {
            FrameDecoder decoder = FrameDecoder.forMessages();
            List<Character> types = new ArrayList<>();
            collect(decoder, whole.slice(0, cut), types);
            collect(decoder, whole.slice(cut, whole.limit() - cut), types);

            assertThat(types).as("cut at byte %d", cut).containsExactly('Q', 'S', 'Q', 'S');
            assertThat(decoder.isBetweenFrames()).isTrue();
        }
    }

    @Test
    void framesAreTheSameWhenEveryByteComesAlone() {
        ByteBuffer whole = Hex.bytes(QUERY_AND_SYNC);
        FrameDecoder decoder = FrameDecoder.forMessages();
        List<Character> types = new ArrayList<>();

        for (int at = 0; at < whole.limit(); at++) collect(decoder, whole.slice(at, 1), types);

        assertThat(types).containsExactly('Q', 'S');
    }

    @Test
    void aBodyLongerThanTheFirstBufferArrivesWhole() {
        String text = "x".repeat(100_000);
        ByteBuffer message = new FrontendMessage.Query(text).encode();
        FrameDecoder decoder = FrameDecoder.forMessages();

        while (message.remaining() > 0 && !decoder.take(slice(message, 1013))) {}

        assertThat(FrontendMessage.decode(decoder.frame())).isEqualTo(new FrontendMessage.Query(text));
    }

    @Test
    void aHugeLengthIsTakenAtItsWordOnlyAsBytesArrive() {
        FrameDecoder decoder = FrameDecoder.forMessages();

        assertThat(decoder.take(Hex.bytes("51 3ffffffe 41"))).isFalse();

        assertThat(decoder.isBetweenFrames()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"51 00000003", "51 00000000", "51 ffffffff", "51 80000000", "51 3fffffff"})
    void aMessageLengthOutOfBoundsIsAViolation(String header) {
        FrameDecoder decoder = FrameDecoder.forMessages();

        assertThatThrownBy(() -> decoder.take(Hex.bytes(header)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("invalid message length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000007", "00000000", "ffffffff", "80000000", "00002715", "47455420"})
    void aStartupLengthOutOfBoundsIsAViolation(String length) {
        FrameDecoder decoder = FrameDecoder.forStartupPackets();

        assertThatThrownBy(() -> decoder.take(Hex.bytes(length)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("invalid length of startup packet");
    }

    @Test
    void theLongestStartupPacketIsTaken() {
        FrameDecoder decoder = FrameDecoder.forStartupPackets();

        assertThat(decoder.take(Hex.bytes("00002714"))).isFalse();
        assertThat(decoder.take(ByteBuffer.allocate(10_000))).isTrue();

        assertThat(decoder.frame().body().remaining()).isEqualTo(10_000);
    }

    @Test
    void randomBytesGiveFramesOrAViolationAndNothingElse() {
        long seed = System.nanoTime();
        System.out.println("FrameDecoderTest seed " + seed);
        Random random = new Random(seed);

        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 4) bytes[1] = bytes[2] = bytes[3] = 0;
            decodeAll(ByteBuffer.wrap(bytes));
        }
    }

    private static void decodeAll(ByteBuffer input) {
        FrameDecoder decoder = FrameDecoder.forMessages();
        try {
            while (decoder.take(input)) decodeBothWays(decoder.frame());
        } catch (ProtocolException expected) {
            assertThat(expected.fatal().sqlState()).isEqualTo("08P01");
        }
    }

    private static void decodeBothWays(Frame frame) {
        try {
            assertThat(FrontendMessage.decode(frame)).isNotNull();
        } catch (ProtocolException expected) {
            assertThat(expected).hasMessageMatching("invalid .*|insufficient .*");
        }
        try {
            assertThat(BackendMessage.decode(frame)).isNotNull();
        } catch (ProtocolException expected) {
            assertThat(expected).hasMessageMatching("invalid .*|insufficient .*");
        }
    }

    private static void collect(FrameDecoder decoder, ByteBuffer piece, List<Character> types) {
        while (decoder.take(piece)) types.add(decoder.frame().type());
    }

    private static ByteBuffer slice(ByteBuffer from, int atMost) {
        int length = Math.min(atMost, from.remaining());
        ByteBuffer piece = from.slice(from.position(), length);
        from.position(from.position() + length);
        return piece;
    }
}
