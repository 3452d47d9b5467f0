package dev.pglitej.internal.protocol;

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

/** Reads what servers send. Stateless. */
final class BackendDecoder {
    private BackendDecoder() {}

    static BackendMessage decode(Frame frame) {
        MessageCursor in = new MessageCursor(frame.body());
        return in.end(read(frame.type(), in));
    }

    private static BackendMessage read(char type, MessageCursor in) {
        return switch (type) {
            case 'T' -> new RowDescription(in.list(() -> column(in)));
            case 'D' -> new DataRow(in.list(in::value));
            case 'C' -> new CommandComplete(in.cString());
            case 'Z' -> new ReadyForQuery((char) in.int8());
            case 'I' -> new EmptyQueryResponse();
            case 'E' -> new ErrorResponse(ErrorFields.read(in));
            case 'N' -> new NoticeResponse(ErrorFields.read(in));
            case '1' -> new ParseComplete();
            case '2' -> new BindComplete();
            case '3' -> new CloseComplete();
            case 's' -> new PortalSuspended();
            case 'n' -> new NoData();
            case 't' -> new ParameterDescription(in.list(in::int32));
            default -> readRare(type, in);
        };
    }

    private static BackendMessage readRare(char type, MessageCursor in) {
        return switch (type) {
            case 'R' -> new Authentication(in.int32(), in.rest());
            case 'K' -> new BackendKeyData(in.int32(), in.rest());
            case 'S' -> new ParameterStatus(in.cString(), in.cString());
            case 'v' -> new NegotiateProtocolVersion(in.int32(), in.list(in.int32(), in::cString));
            case 'A' -> new NotificationResponse(in.int32(), in.cString(), in.cString());
            case 'd' -> new CopyData(in.rest());
            case 'c' -> new CopyDone();
            case 'G' -> new CopyInResponse(in.int8(), in.list(in::int16));
            case 'H' -> new CopyOutResponse(in.int8(), in.list(in::int16));
            case 'W' -> new CopyBothResponse(in.int8(), in.list(in::int16));
            case 'V' -> new FunctionCallResponse(in.value());
            default -> throw ProtocolException.violation("invalid backend message type " + (int) type);
        };
    }

    private static Column column(MessageCursor in) {
        return new Column(in.cString(), in.int32(), in.int16(), in.int32(), in.int16(), in.int32(), in.int16());
    }
}
