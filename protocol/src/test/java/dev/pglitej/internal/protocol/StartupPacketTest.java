package dev.pglitej.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.protocol.StartupPacket.CancelRequest;
import dev.pglitej.internal.protocol.StartupPacket.GssEncRequest;
import dev.pglitej.internal.protocol.StartupPacket.SslRequest;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupPacketTest {
    @Test
    void theTwoRequestsForEncryptionAreTold() {
        assertThat(decode("00000008 04d2162f")).isEqualTo(new SslRequest());
        assertThat(decode("00000008 04d21630")).isEqualTo(new GssEncRequest());
    }

    @Test
    void aCancelRequestHasANumberAndAKey() {
        CancelRequest expected = new CancelRequest(42, Value.of((byte) 1, (byte) 2, (byte) 3, (byte) 4));

        assertThat(decode("00000010 04d2162e 0000002a 01020304")).isEqualTo(expected);
    }

    @Test
    void aCancelKeyMayHave256Bytes() {
        String key = "ab".repeat(256);

        CancelRequest request = (CancelRequest) decode("0000010c 04d2162e 0000002a" + key);

        assertThat(request.secretKey().length()).isEqualTo(256);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 257})
    void aCancelKeyOfAnotherLengthIsAViolation(int length) {
        CancelRequest request = new CancelRequest(42, Value.of(new byte[length]));

        assertThatThrownBy(() -> decode(Hex.of(request.encode())))
                .hasMessage("invalid length of cancel key in cancel request packet");
    }

    @Test
    void aCancelRequestOfNothingIsAViolation() {
        assertThatThrownBy(() -> decode("00000008 04d2162e")).hasMessage("invalid length of cancel request packet");
    }

    @Test
    void aStartupMessageHasAVersionAndParameters() {
        StartupMessage message = (StartupMessage) decode("00000011 00030002 \"user\" 00 \"me\" 00 00");

        assertThat(message.major()).isEqualTo(3);
        assertThat(message.minor()).isEqualTo(2);
        assertThat(message.parameters()).containsExactly(Map.entry("user", "me"));
        assertThat(message.supported()).isSameAs(message);
    }

    @Test
    void aStartupMessageIsReadAsItWasWritten() {
        StartupMessage message = StartupMessage.of(0, Map.of("user", "me"));

        assertThat(decode(Hex.of(message.encode()))).isEqualTo(message);
    }

    @Test
    void anotherMajorVersionIsRefusedInPostgresOwnWords() {
        StartupMessage old = (StartupMessage) decode("00000008 00020000");

        assertThatThrownBy(old::supported)
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.fatal().sqlState()).isEqualTo("0A000"))
                .hasMessage("unsupported frontend protocol 2.0: server supports 3.0 to 3.2");
    }

    @Test
    void anErrorForProtocol2IsALineOfText() {
        StartupMessage old = (StartupMessage) decode("00000008 00020000");

        assertThat(Hex.of(old.encode(ErrorFields.fatal("0A000", "no"))))
                .isEqualTo(Hex.of(Hex.bytes("\"EFATAL:  no\" 0a 00")));
    }

    @Test
    void parametersWithoutTheirTerminatorAreAViolation() {
        StartupMessage message = (StartupMessage) decode("0000000a 00030000 00 41");

        assertThatThrownBy(message::parameters)
                .hasMessage("invalid startup packet layout: expected terminator as last byte");
    }

    private static StartupPacket decode(String bytes) {
        FrameDecoder decoder = FrameDecoder.forStartupPackets();
        assertThat(decoder.take(Hex.bytes(bytes))).as("a whole packet").isTrue();
        return StartupPacket.decode(decoder.frame());
    }
}
