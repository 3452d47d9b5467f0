package dev.pglitej.internal.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes that arrives in pieces into frames. Confined to one thread.
 *
 * <p>A body's memory grows with what has arrived, not with what its length word promises. After an exception the stream
 * has no meaning any more.
 */
public final class FrameDecoder {
    /** The longest startup packet without its length word (MAX_STARTUP_PACKET_LENGTH). */
    public static final int MAX_STARTUP_PACKET_LENGTH = 10_000;

    /** The longest message including its length word (PQ_LARGE_MESSAGE_LIMIT, which is MaxAllocSize - 1). */
    public static final int MAX_MESSAGE_LENGTH = 0x3ffffffe;

    private static final int LENGTH_WORD = 4;
    private static final int SHORTEST_STARTUP_BODY = 4;
    private static final int FIRST_CAPACITY = 8192;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final int headerSize;
    private final int shortestBody;
    private final int longestBody;
    private final String lengthComplaint;
    private final ByteBuffer header;
    private ByteBuffer body = EMPTY;
    private int bodyLength;
    private @Nullable Frame complete;

    private FrameDecoder(int headerSize, int shortestBody, int longestBody, String lengthComplaint) {
        this.headerSize = headerSize;
        this.shortestBody = shortestBody;
        this.longestBody = longestBody;
        this.lengthComplaint = lengthComplaint;
        this.header = ByteBuffer.allocate(headerSize);
    }

    /** For packets before the session: a length word and no letter. */
    public static FrameDecoder forStartupPackets() {
        return new FrameDecoder(
                LENGTH_WORD, SHORTEST_STARTUP_BODY, MAX_STARTUP_PACKET_LENGTH, "invalid length of startup packet");
    }

    /** For all that follows: a letter and a length word. */
    public static FrameDecoder forMessages() {
        return new FrameDecoder(1 + LENGTH_WORD, 0, MAX_MESSAGE_LENGTH - LENGTH_WORD, "invalid message length");
    }

    /**
     * Takes bytes up to the end of the present frame and no further.
     *
     * @return whether the frame is complete, for {@link #frame} to give out
     * @throws ProtocolException when a length word is out of bounds
     */
    public boolean take(ByteBuffer input) {
        if (header.hasRemaining() && !takeHeader(input)) return false;
        while (body.position() < bodyLength && input.hasRemaining()) {
            makeRoom();
            move(input, body);
        }
        if (body.position() < bodyLength) return false;
        finish();
        return true;
    }

    /** The frame that {@link #take} has completed last. */
    public Frame frame() {
        return requireNonNull(complete, "no frame is complete yet: call take() until it answers true");
    }

    /** Whether no frame has been begun: the stream may end here. */
    public boolean isBetweenFrames() {
        return header.position() == 0;
    }

    private boolean takeHeader(ByteBuffer input) {
        move(input, header);
        if (header.hasRemaining()) return false;
        bodyLength = bodyLength(header.getInt(headerSize - LENGTH_WORD));
        body = ByteBuffer.allocate(Math.min(bodyLength, FIRST_CAPACITY));
        return true;
    }

    private int bodyLength(int lengthWord) {
        long length = (long) lengthWord - LENGTH_WORD;
        if (length < shortestBody || length > longestBody) throw ProtocolException.violation(lengthComplaint);
        return (int) length;
    }

    private void makeRoom() {
        if (!body.hasRemaining()) {
            int doubled = (int) Math.min(bodyLength, 2L * body.capacity());
            body = ByteBuffer.allocate(doubled).put(body.flip());
        }
    }

    private void finish() {
        char type = headerSize == LENGTH_WORD ? Frame.STARTUP : (char) (header.get(0) & 0xff);
        complete = new Frame(type, body.flip());
        header.clear();
        body = EMPTY;
        bodyLength = 0;
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        to.position(to.position() + count);
        from.position(from.position() + count);
    }
}
