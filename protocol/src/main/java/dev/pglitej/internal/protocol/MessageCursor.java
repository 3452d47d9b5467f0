package dev.pglitej.internal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads a message's body from front to end, with PostgreSQL's own complaints about a bad one. Confined to one thread. */
final class MessageCursor {
    private static final int NULL_LENGTH = -1;

    private final ByteBuffer body;

    MessageCursor(ByteBuffer body) {
        this.body = body.duplicate();
    }

    int int8() {
        need(1);
        return body.get() & 0xff;
    }

    int int16() {
        need(2);
        return body.getShort();
    }

    int int32() {
        need(4);
        return body.getInt();
    }

    String cString() {
        for (int end = body.position(); end < body.limit(); end++) {
            if (body.get(end) == 0) {
                String text = new String(take(end - body.position()), UTF_8);
                body.get();
                return text;
            }
        }
        throw ProtocolException.violation("invalid string in message");
    }

    Value value() {
        int length = int32();
        if (length == NULL_LENGTH) return Value.NULL;
        if (length < 0) throw ProtocolException.violation("insufficient data left in message");
        return Value.of(take(length));
    }

    Value rest() {
        return Value.of(take(body.remaining()));
    }

    boolean hasMore() {
        return body.hasRemaining();
    }

    <T> List<T> list(Supplier<T> element) {
        return list(int16() & 0xffff, element);
    }

    <T> List<T> list(int count, Supplier<T> element) {
        if (count < 0) throw ProtocolException.violation("invalid message format");
        List<T> elements = new ArrayList<>();
        for (int n = 0; n < count; n++) elements.add(element.get());
        return List.copyOf(elements);
    }

    /** Gives the message back if its body has been read to the end. */
    <T> T end(T message) {
        if (body.hasRemaining()) throw ProtocolException.violation("invalid message format");
        return message;
    }

    private byte[] take(int count) {
        need(count);
        byte[] bytes = new byte[count];
        body.get(bytes);
        return bytes;
    }

    private void need(int count) {
        if (body.remaining() < count) throw ProtocolException.violation("insufficient data left in message");
    }
}
