package dev.pglitej.internal.protocol;

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

/** Reads what clients send. Stateless. */
final class FrontendDecoder {
    private FrontendDecoder() {}

    static FrontendMessage decode(Frame frame) {
        MessageCursor in = new MessageCursor(frame.body());
        return in.end(read(frame.type(), in));
    }

    private static FrontendMessage read(char type, MessageCursor in) {
        return switch (type) {
            case 'Q' -> new Query(in.cString());
            case 'P' -> new Parse(in.cString(), in.cString(), in.list(in::int32));
            case 'B' ->
                new Bind(in.cString(), in.cString(), in.list(in::int16), in.list(in::value), in.list(in::int16));
            case 'D' -> new Describe(target(in, "invalid DESCRIBE message subtype "), in.cString());
            case 'E' -> new Execute(in.cString(), in.int32());
            case 'C' -> new Close(target(in, "invalid CLOSE message subtype "), in.cString());
            case 'S' -> new Sync();
            case 'H' -> new Flush();
            case 'd' -> new CopyData(in.rest());
            case 'c' -> new CopyDone();
            case 'f' -> new CopyFail(in.cString());
            case 'p' -> new AuthenticationResponse(in.rest());
            case 'F' -> new FunctionCall(in.int32(), in.list(in::int16), in.list(in::value), in.int16());
            case 'X' -> new Terminate();
            default -> throw ProtocolException.violation("invalid frontend message type " + (int) type);
        };
    }

    private static Target target(MessageCursor in, String complaint) {
        int letter = in.int8();
        return switch (letter) {
            case 'S' -> Target.STATEMENT;
            case 'P' -> Target.PORTAL;
            default -> throw ProtocolException.violation(complaint + letter);
        };
    }
}
