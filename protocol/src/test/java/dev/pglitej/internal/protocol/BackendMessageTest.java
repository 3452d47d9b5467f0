package dev.pglitej.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pglitej.internal.protocol.BackendMessage.Authentication;
import dev.pglitej.internal.protocol.BackendMessage.BackendKeyData;
import dev.pglitej.internal.protocol.BackendMessage.BindComplete;
import dev.pglitej.internal.protocol.BackendMessage.CloseComplete;
import dev.pglitej.internal.protocol.BackendMessage.Column;
import dev.pglitej.internal.protocol.BackendMessage.CommandComplete;
import dev.pglitej.internal.protocol.BackendMessage.CopyBothResponse;
import dev.pglitej.internal.protocol.BackendMessage.CopyData;
import dev.pglitej.internal.protocol.BackendMessage.CopyDone;
import dev.pglitej.internal.protocol.BackendMessage.CopyInResponse;
import dev.pglitej.internal.protocol.BackendMessage.CopyOutResponse;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.EmptyQueryResponse;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.BackendMessage.FunctionCallResponse;
import dev.pglitej.internal.protocol.BackendMessage.NegotiateProtocolVersion;
import dev.pglitej.internal.protocol.BackendMessage.NoData;
import dev.pglitej.internal.protocol.BackendMessage.NoticeResponse;
import dev.pglitej.internal.protocol.BackendMessage.NotificationResponse;
import dev.pglitej.internal.protocol.BackendMessage.ParameterDescription;
import dev.pglitej.internal.protocol.BackendMessage.ParameterStatus;
import dev.pglitej.internal.protocol.BackendMessage.ParseComplete;
import dev.pglitej.internal.protocol.BackendMessage.PortalSuspended;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.BackendMessage.RowDescription;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendMessageTest {
    private static final ErrorFields TOO_MANY = ErrorFields.fatal("53300", "sorry, too many clients already")
            .withDetail("d")
            .withHint("h");

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments(new Authentication(0, Value.of()), "52 00000008 00000000"),
                arguments(
                        new BackendKeyData(7, Value.of((byte) 1, (byte) 2, (byte) 3, (byte) 4)),
                        "4b 0000000c 00000007 01020304"),
                arguments(new ParameterStatus("a", "b"), "53 00000008 \"a\" 00 \"b\" 00"),
                arguments(
                        new NegotiateProtocolVersion(196610, List.of("_pq_.x")),
                        "76 00000013 00030002 00000001 \"_pq_.x\" 00"),
                arguments(new ReadyForQuery('I'), "5a 00000005 \"I\""),
                arguments(
                        new RowDescription(List.of(new Column("c", 1, 2, 23, 4, -1, 0))),
                        "54 0000001a 0001 \"c\" 00 00000001 0002 00000017 0004 ffffffff 0000"),
                arguments(
                        new DataRow(List.of(Value.text("1"), Value.NULL)), "44 0000000f 0002 00000001 \"1\" ffffffff"),
                arguments(new CommandComplete("SELECT 1"), "43 0000000d \"SELECT 1\" 00"),
                arguments(new EmptyQueryResponse(), "49 00000004"),
                arguments(
                        new ErrorResponse(TOO_MANY),
                        "45 00000041 \"SFATAL\" 00 \"VFATAL\" 00 \"C53300\" 00 \"Msorry, too many clients already\" 00"
                                + "\"Dd\" 00 \"Hh\" 00 00"),
                arguments(
                        new NoticeResponse(ErrorFields.of("NOTICE", "00000", "m")),
                        "4e 0000001f \"SNOTICE\" 00 \"VNOTICE\" 00 \"C00000\" 00 \"Mm\" 00 00"),
                arguments(new NotificationResponse(7, "c", ""), "41 0000000b 00000007 \"c\" 00 00"),
                arguments(new ParseComplete(), "31 00000004"),
                arguments(new BindComplete(), "32 00000004"),
                arguments(new CloseComplete(), "33 00000004"),
                arguments(new PortalSuspended(), "73 00000004"),
                arguments(new NoData(), "6e 00000004"),
                arguments(new ParameterDescription(List.of(23)), "74 0000000a 0001 00000017"),
                arguments(new CopyInResponse(0, List.of(0)), "47 00000009 00 0001 0000"),
                arguments(new CopyOutResponse(1, List.of(1)), "48 00000009 01 0001 0001"),
                arguments(new CopyBothResponse(0, List.of()), "57 00000007 00 0000"),
                arguments(new CopyData(Value.text("1\n")), "64 00000006 \"1\" 0a"),
                arguments(new CopyDone(), "63 00000004"),
                arguments(new FunctionCallResponse(Value.NULL), "56 00000008 ffffffff"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageHasTheseBytes(BackendMessage message, String bytes) {
        assertThat(Hex.of(message.encode())).isEqualTo(Hex.of(Hex.bytes(bytes)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theseBytesAreThatMessage(BackendMessage message, String bytes) {
        FrameDecoder decoder = FrameDecoder.forMessages();

        assertThat(decoder.take(Hex.bytes(bytes))).isTrue();

        assertThat(BackendMessage.decode(decoder.frame())).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5a 00000004",
                "44 0000000a 0001 fffffffe",
                "45 00000006 \"S\" 41",
                "76 0000000c 00000000 ffffffff",
                "3f 00000004"
            })
    void aBodyThatDoesNotFitItsLetterIsAViolation(String bytes) {
        FrameDecoder decoder = FrameDecoder.forMessages();
        assertThat(decoder.take(Hex.bytes(bytes))).isTrue();

        assertThatThrownBy(() -> BackendMessage.decode(decoder.frame())).isInstanceOf(ProtocolException.class);
    }
}
