package dev.pglitej.internal.protocol;

import java.util.List;

/** What a server sends. Immutable. */
public sealed interface BackendMessage extends Message {

    /**
     * Reads the message that this frame holds.
     *
     * @throws ProtocolException when its letter is unknown, or its body is not what the letter says
     */
    static BackendMessage decode(Frame frame) {
        return BackendDecoder.decode(frame);
    }

    /** A step of authentication; code 0 is success. */
    record Authentication(int code, Value data) implements BackendMessage {
        @Override
        public char type() {
            return 'R';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            data.writeTo(out.int32(code));
        }
    }

    /** What a cancel request has to name. */
    record BackendKeyData(int processId, Value secretKey) implements BackendMessage {
        @Override
        public char type() {
            return 'K';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            secretKey.writeTo(out.int32(processId));
        }
    }

    /** A setting that the client should know. */
    record ParameterStatus(String name, String value) implements BackendMessage {
        @Override
        public char type() {
            return 'S';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.cString(name).cString(value);
        }
    }

    /** The newest minor version that the server speaks, and what it does not know. */
    record NegotiateProtocolVersion(int minor, List<String> unknownOptions) implements BackendMessage {
        @Override
        public char type() {
            return 'v';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int32(minor).int32(unknownOptions.size());
            unknownOptions.forEach(out::cString);
        }
    }

    /** The backend waits: I idle, T in a transaction, E in a failed one. */
    record ReadyForQuery(char status) implements BackendMessage {
        @Override
        public char type() {
            return 'Z';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int8(status);
        }
    }

    /** The columns of the rows that follow. */
    record RowDescription(List<Column> columns) implements BackendMessage {
        @Override
        public char type() {
            return 'T';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.count(columns.size());
            columns.forEach(column -> column.writeTo(out));
        }
    }

    /** A row. */
    record DataRow(List<Value> values) implements BackendMessage {
        @Override
        public char type() {
            return 'D';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.values(values);
        }
    }

    /** A statement has ended. */
    record CommandComplete(String tag) implements BackendMessage {
        @Override
        public char type() {
            return 'C';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.cString(tag);
        }
    }

    /** A statement was empty. */
    record EmptyQueryResponse() implements BackendMessage {
        @Override
        public char type() {
            return 'I';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }

    /** A statement, or the session, has failed. */
    record ErrorResponse(ErrorFields error) implements BackendMessage {
        @Override
        public char type() {
            return 'E';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            error.writeTo(out);
        }
    }

    /** Something to know about a statement that goes on. */
    record NoticeResponse(ErrorFields notice) implements BackendMessage {
        @Override
        public char type() {
            return 'N';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            notice.writeTo(out);
        }
    }

    /** What NOTIFY sent. */
    record NotificationResponse(int processId, String channel, String payload) implements BackendMessage {
        @Override
        public char type() {
            return 'A';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int32(processId).cString(channel).cString(payload);
        }
    }

    /** Parse is done. */
    record ParseComplete() implements BackendMessage {
        @Override
        public char type() {
            return '1';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }

    /** Bind is done. */
    record BindComplete() implements BackendMessage {
        @Override
        public char type() {
            return '2';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }

    /** Close is done. */
    record CloseComplete() implements BackendMessage {
        @Override
        public char type() {
            return '3';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }

    /** Execute has given as many rows as it was asked for. */
    record PortalSuspended() implements BackendMessage {
        @Override
        public char type() {
            return 's';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }

    /** What was described gives no rows. */
    record NoData() implements BackendMessage {
        @Override
        public char type() {
            return 'n';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }

    /** The parameters of a prepared statement. */
    record ParameterDescription(List<Integer> types) implements BackendMessage {
        @Override
        public char type() {
            return 't';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int32s(types);
        }
    }

    /** COPY waits for the client's data. */
    record CopyInResponse(int format, List<Integer> columnFormats) implements BackendMessage {
        @Override
        public char type() {
            return 'G';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int8(format).int16s(columnFormats);
        }
    }

    /** COPY's data follows. */
    record CopyOutResponse(int format, List<Integer> columnFormats) implements BackendMessage {
        @Override
        public char type() {
            return 'H';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int8(format).int16s(columnFormats);
        }
    }

    /** A piece of COPY's data, cut anywhere. */
    record CopyData(Value data) implements BackendMessage {
        @Override
        public char type() {
            return 'd';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            data.writeTo(out);
        }
    }

    /** The end of COPY's data. */
    record CopyDone() implements BackendMessage {
        @Override
        public char type() {
            return 'c';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }

    /** COPY's data flows both ways (replication). */
    record CopyBothResponse(int format, List<Integer> columnFormats) implements BackendMessage {
        @Override
        public char type() {
            return 'W';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int8(format).int16s(columnFormats);
        }
    }

    /** What a called function gave. */
    record FunctionCallResponse(Value result) implements BackendMessage {
        @Override
        public char type() {
            return 'V';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.value(result);
        }
    }

    /** One column of a RowDescription, in the order of its parts on the wire. */
    record Column(String name, int table, int attribute, int type, int typeLength, int typeModifier, int format) {
        void writeTo(MessageBuilder out) {
            out.cString(name).int32(table).int16(attribute).int32(type);
            out.int16(typeLength).int32(typeModifier).int16(format);
        }
    }
}
