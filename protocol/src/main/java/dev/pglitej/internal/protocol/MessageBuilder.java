package dev.pglitej.internal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Puts a message's bytes together. Confined to one thread. */
public final class MessageBuilder {
    private static final int NULL_LENGTH = -1;

    private byte[] bytes = new byte[64];
    private int size;

    MessageBuilder() {}

    static ByteBuffer message(Message message) {
        MessageBuilder out = new MessageBuilder().int8(message.type()).int32(0);
        message.writeBody(out);
        return out.finish(1);
    }

    static ByteBuffer startupPacket(StartupPacket packet) {
        MessageBuilder out = new MessageBuilder().int32(0);
        packet.writeBody(out);
        return out.finish(0);
    }

    MessageBuilder int8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    MessageBuilder int16(int value) {
        return int8(value >> 8).int8(value);
    }

    MessageBuilder int32(int value) {
        return int16(value >> 16).int16(value);
    }

    MessageBuilder bytes(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    MessageBuilder cString(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a string on the wire cannot hold a zero character: " + value);
        }
        return bytes(value.getBytes(UTF_8)).int8(0);
    }

    MessageBuilder value(Value value) {
        int32(value.isNull() ? NULL_LENGTH : value.length());
        value.writeTo(this);
        return this;
    }

    MessageBuilder values(List<Value> values) {
        count(values.size());
        values.forEach(this::value);
        return this;
    }

    MessageBuilder int16s(List<Integer> values) {
        count(values.size());
        values.forEach(this::int16);
        return this;
    }

    MessageBuilder int32s(List<Integer> values) {
        count(values.size());
        values.forEach(this::int32);
        return this;
    }

    MessageBuilder count(int count) {
        if (count > 0xffff) {
            throw new IllegalArgumentException(count + " entries, where the protocol counts no more than 65535");
        }
        return int16(count);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
        }
    }

    private ByteBuffer finish(int lengthAt) {
        ByteBuffer result = ByteBuffer.wrap(bytes, 0, size);
        return result.putInt(lengthAt, size - lengthAt);
    }
}
