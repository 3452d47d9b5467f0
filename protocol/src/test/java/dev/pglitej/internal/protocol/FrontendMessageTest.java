package dev.pglitej.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pglitej.internal.protocol.FrontendMessage.AuthenticationResponse;
import dev.pglitej.internal.protocol.FrontendMessage.Bind;
import dev.pglitej.internal.protocol.FrontendMessage.Close;
import dev.pglitej.internal.protocol.FrontendMessage.CopyData;
import dev.pglitej.internal.protocol.FrontendMessage.CopyDone;
import dev.pglitej.internal.protocol.FrontendMessage.CopyFail;
import dev.pglitej.internal.protocol.FrontendMessage.Describe;
import dev.pglitej.internal.protocol.FrontendMessage.Execute;
import dev.pglitej.internal.protocol.FrontendMessage.Flush;
import dev.pglitej.internal.protocol.FrontendMessage.FunctionCall;
import dev.pglitej.internal.protocol.FrontendMessage.Parse;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.FrontendMessage.Sync;
import dev.pglitej.internal.protocol.FrontendMessage.Target;
import dev.pglitej.internal.protocol.FrontendMessage.Terminate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontendMessageTest {
    static Stream<Arguments> messages() {
        return Stream.of(
                arguments(new Query("x"), "51 00000006 \"x\" 00"),
                arguments(new Parse("s", "é", List.of(23)), "50 0000000f \"s\" 00 c3a9 00 0001 00000017"),
                arguments(
                        new Bind("p", "s", List.of(0, 1), List.of(Value.text("7"), Value.NULL), List.of(1)),
                        "42 0000001d \"p\" 00 \"s\" 00 0002 0000 0001 0002 00000001 \"7\" ffffffff 0001 0001"),
                arguments(new Describe(Target.STATEMENT, "s"), "44 00000007 \"Ss\" 00"),
                arguments(new Describe(Target.PORTAL, ""), "44 00000006 \"P\" 00"),
                arguments(new Execute("p", 100), "45 0000000a \"p\" 00 00000064"),
                arguments(new Close(Target.PORTAL, "p"), "43 00000007 \"Pp\" 00"),
                arguments(new Sync(), "53 00000004"),
                arguments(new Flush(), "48 00000004"),
                arguments(new CopyData(Value.of((byte) 0xff, (byte) 0)), "64 00000006 ff 00"),
                arguments(new CopyDone(), "63 00000004"),
                arguments(new CopyFail("no"), "66 00000007 \"no\" 00"),
                arguments(new AuthenticationResponse(Value.text("pw\0")), "70 00000007 \"pw\" 00"),
                arguments(
                        new FunctionCall(1598, List.of(1), List.of(Value.of((byte) 9)), 1),
                        "46 00000015 0000063e 0001 0001 0001 00000001 09 0001"),
                arguments(new Terminate(), "58 00000004"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageHasTheseBytes(FrontendMessage message, String bytes) {
        assertThat(Hex.of(message.encode())).isEqualTo(Hex.of(Hex.bytes(bytes)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theseBytesAreThatMessage(FrontendMessage message, String bytes) {
        FrameDecoder decoder = FrameDecoder.forMessages();

        assertThat(decoder.take(Hex.bytes(bytes))).isTrue();

        assertThat(FrontendMessage.decode(decoder.frame())).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"51 00000005 41", "45 00000005 00", "53 00000005 00", "44 00000006 \"x\" 00", "7a 00000004"})
    void aBodyThatDoesNotFitItsLetterIsAViolation(String bytes) {
        FrameDecoder decoder = FrameDecoder.forMessages();
        assertThat(decoder.take(Hex.bytes(bytes))).isTrue();

        assertThatThrownBy(() -> FrontendMessage.decode(decoder.frame())).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aZeroCharacterInAStringIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> new Query("a\0b").encode()).isInstanceOf(IllegalArgumentException.class);
    }
}
