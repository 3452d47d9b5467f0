package dev.pglitej.internal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One value on the wire: some bytes, or SQL's NULL. Immutable. */
public final class Value {
    /** SQL's NULL, which has no bytes. */
    public static final Value NULL = new Value(new byte[0], true);

    private final byte[] bytes;
    private final boolean isNull;

    private Value(byte[] bytes, boolean isNull) {
        this.bytes = bytes;
        this.isNull = isNull;
    }

    /** The text in UTF-8. */
    public static Value text(String text) {
        return new Value(text.getBytes(UTF_8), false);
    }

    /** A copy of these bytes. */
    public static Value of(byte... bytes) {
        return new Value(bytes.clone(), false);
    }

    /** A copy of what remains in the buffer, which stays as it is. */
    public static Value of(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return new Value(copy, false);
    }

    public boolean isNull() {
        return isNull;
    }

    /** The number of bytes, 0 for NULL. */
    public int length() {
        return bytes.length;
    }

    /** A copy of the bytes, none for NULL. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The bytes read as UTF-8, empty for NULL. */
    public String text() {
        return new String(bytes, UTF_8);
    }

    void writeTo(MessageBuilder out) {
        out.bytes(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value that && isNull == that.isNull && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return isNull ? "NULL" : "'" + text() + "'";
    }
}
