package dev.pglitej.internal.image;

import dev.pglitej.internal.cluster.OneWayClient;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.FrontendMessage.Terminate;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client that connects, runs one query, and leaves when it has the answer. Confined to the session's thread. */
final class SilentClient extends OneWayClient {
    private final FrameDecoder decoder = FrameDecoder.forMessages();
    private final List<BackendMessage> answers = new ArrayList<>();

    SilentClient(Map<String, String> parameters, String sql) {
        super(input(StartupMessage.of(0, parameters).encode(), new Query(sql).encode(), new Terminate().encode()));
    }

    private static ByteBuffer input(ByteBuffer startup, ByteBuffer query, ByteBuffer terminate) {
        return ByteBuffer.allocate(startup.remaining() + query.remaining() + terminate.remaining())
                .put(startup)
                .put(query)
                .put(terminate)
                .flip();
    }

    /** Whether the last message of the server was ReadyForQuery without an open transaction. */
    boolean isReady() {
        return !answers.isEmpty() && answers.get(answers.size() - 1).equals(new ReadyForQuery('I'));
    }

    /** Whether the server has sent an error, which may be before it became ready. */
    boolean hasFailed() {
        return answers.stream().anyMatch(ErrorResponse.class::isInstance);
    }

    /** All messages of the server. */
    List<BackendMessage> answers() {
        return List.copyOf(answers);
    }

    @Override
    public void write(ByteBuffer source) {
        while (decoder.take(source)) answers.add(BackendMessage.decode(decoder.frame()));
    }
}
