package dev.pglitej.internal.protocol;

import java.util.List;

/** What a client sends in its session. Immutable. */
public sealed interface FrontendMessage extends Message {

    /** What Describe and Close are about. */
    enum Target {
        STATEMENT('S'),
        PORTAL('P');

        private final char letter;

        Target(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }

    /**
     * Reads the message that this frame holds.
     *
     * @throws ProtocolException when its letter is unknown, or its body is not what the letter says
     */
    static FrontendMessage decode(Frame frame) {
        return FrontendDecoder.decode(frame);
    }

    /** Runs some statements. */
    record Query(String sql) implements FrontendMessage {
        @Override
        public char type() {
            return 'Q';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.cString(sql);
        }
    }

    /** Prepares a statement; the empty name is the unnamed one. */
    record Parse(String statement, String sql, List<Integer> parameterTypes) implements FrontendMessage {
        @Override
        public char type() {
            return 'P';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.cString(statement).cString(sql).int32s(parameterTypes);
        }
    }

    /** Makes a portal of a prepared statement. */
    record Bind(
            String portal,
            String statement,
            List<Integer> parameterFormats,
            List<Value> parameters,
            List<Integer> resultFormats)
            implements FrontendMessage {
        @Override
        public char type() {
            return 'B';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.cString(portal)
                    .cString(statement)
                    .int16s(parameterFormats)
                    .values(parameters)
                    .int16s(resultFormats);
        }
    }

    /** Asks for the types of a statement or portal. */
    record Describe(Target target, String name) implements FrontendMessage {
        @Override
        public char type() {
            return 'D';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int8(target.letter()).cString(name);
        }
    }

    /** Runs a portal; 0 rows means all. */
    record Execute(String portal, int maxRows) implements FrontendMessage {
        @Override
        public char type() {
            return 'E';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.cString(portal).int32(maxRows);
        }
    }

    /** Forgets a statement or portal. */
    record Close(Target target, String name) implements FrontendMessage {
        @Override
        public char type() {
            return 'C';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int8(target.letter()).cString(name);
        }
    }

    /** Ends a series of extended-protocol messages. */
    record Sync() implements FrontendMessage {
        @Override
        public char type() {
            return 'S';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }

    /** Asks for all answers so far. */
    record Flush() implements FrontendMessage {
        @Override
        public char type() {
            return 'H';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }

    /** A piece of COPY's data, cut anywhere. */
    record CopyData(Value data) implements FrontendMessage {
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
    record CopyDone() implements FrontendMessage {
        @Override
        public char type() {
            return 'c';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }

    /** Ends COPY's data with a failure. */
    record CopyFail(String reason) implements FrontendMessage {
        @Override
        public char type() {
            return 'f';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.cString(reason);
        }
    }

    /** A password, or a step of SASL or GSSAPI. */
    record AuthenticationResponse(Value data) implements FrontendMessage {
        @Override
        public char type() {
            return 'p';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            data.writeTo(out);
        }
    }

    /** Calls a function by its number. */
    record FunctionCall(int function, List<Integer> formats, List<Value> arguments, int resultFormat)
            implements FrontendMessage {
        @Override
        public char type() {
            return 'F';
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int32(function).int16s(formats).values(arguments).int16(resultFormat);
        }
    }

    /** Ends the session. */
    record Terminate() implements FrontendMessage {
        @Override
        public char type() {
            return 'X';
        }

        @Override
        public void writeBody(MessageBuilder out) {}
    }
}
