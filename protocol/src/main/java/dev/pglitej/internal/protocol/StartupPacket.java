package dev.pglitej.internal.protocol;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A packet that a client sends before its session: a length word, a code, and no letter. Immutable. */
public sealed interface StartupPacket {
    int CANCEL_REQUEST_CODE = 80877102;
    int SSL_REQUEST_CODE = 80877103;
    int GSSENC_REQUEST_CODE = 80877104;

    /** Appends what follows the length word. */
    void writeBody(MessageBuilder out);

    /** The whole packet as it goes over the wire, in a buffer of its own. */
    default ByteBuffer encode() {
        return MessageBuilder.startupPacket(this);
    }

    /**
     * Tells what kind of packet this is. A startup message's parameters are not looked into.
     *
     * @throws ProtocolException when it is a cancel request of a wrong length
     */
    static StartupPacket decode(Frame frame) {
        MessageCursor in = new MessageCursor(frame.body());
        int code = in.int32();
        return switch (code) {
            case SSL_REQUEST_CODE -> new SslRequest();
            case GSSENC_REQUEST_CODE -> new GssEncRequest();
            case CANCEL_REQUEST_CODE -> CancelRequest.read(in);
            default -> StartupMessage.read(frame);
        };
    }

    /** Asks for TLS. */
    record SslRequest() implements StartupPacket {
        @Override
        public void writeBody(MessageBuilder out) {
            out.int32(SSL_REQUEST_CODE);
        }
    }

    /** Asks for GSSAPI encryption. */
    record GssEncRequest() implements StartupPacket {
        @Override
        public void writeBody(MessageBuilder out) {
            out.int32(GSSENC_REQUEST_CODE);
        }
    }

    /** Asks, on a connection of its own, to cancel what another session is doing; the key is 4 to 256 bytes. */
    record CancelRequest(int processId, Value secretKey) implements StartupPacket {
        private static final int SHORTEST_KEY = 4;
        private static final int LONGEST_KEY = 256;

        private static CancelRequest read(MessageCursor in) {
            if (!in.hasMore()) throw ProtocolException.violation("invalid length of cancel request packet");
            CancelRequest request = new CancelRequest(in.int32(), in.rest());
            int length = request.secretKey().length();
            if (length < SHORTEST_KEY || length > LONGEST_KEY) {
                throw ProtocolException.violation("invalid length of cancel key in cancel request packet");
            }
            return request;
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int32(CANCEL_REQUEST_CODE).int32(processId);
            secretKey.writeTo(out);
        }
    }

    /** Asks for a session. The version may be any number, also one that no server speaks. */
    record StartupMessage(int major, int minor, Value rawParameters) implements StartupPacket {
        private static final int MAJOR = 3;
        private static final int MINOR_LATEST = 2;

        public static StartupMessage of(int minor, Map<String, String> parameters) {
            MessageBuilder out = new MessageBuilder();
            parameters.forEach((name, value) -> out.cString(name).cString(value));
            return new StartupMessage(MAJOR, minor, Value.of(out.int8(0).toBytes()));
        }

        /** Reads a packet as a startup message whatever its code, which then is the version. */
        public static StartupMessage read(Frame frame) {
            MessageCursor in = new MessageCursor(frame.body());
            int version = in.int32();
            return new StartupMessage(version >>> 16, version & 0xffff, in.rest());
        }

        /** Gives itself back if a server of PostgreSQL 18 can speak this version, by negotiating the minor one if need be. */
        public StartupMessage supported() {
            if (major == MAJOR) return this;
            throw ProtocolException.unsupported(String.format(
                    "unsupported frontend protocol %d.%d: server supports %d.0 to %d.%d",
                    major, minor, MAJOR, MAJOR, MINOR_LATEST));
        }

        /** An error as this version of the protocol has it: before 3, a line of text. */
        public ByteBuffer encode(ErrorFields error) {
            if (major >= MAJOR) return new BackendMessage.ErrorResponse(error).encode();
            return ByteBuffer.wrap(new MessageBuilder()
                    .int8('E')
                    .cString(error.severity() + ":  " + error.message() + "\n")
                    .toBytes());
        }

        /** The names and values, in their order; {@code user} is one. */
        public Map<String, String> parameters() {
            MessageCursor in = new MessageCursor(ByteBuffer.wrap(rawParameters.toBytes()));
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String name = in.cString(); !name.isEmpty(); name = in.cString()) parameters.put(name, in.cString());
            if (in.hasMore()) {
                throw ProtocolException.violation("invalid startup packet layout: expected terminator as last byte");
            }
            return parameters;
        }

        @Override
        public void writeBody(MessageBuilder out) {
            out.int16(major).int16(minor);
            rawParameters.writeTo(out);
        }
    }
}
