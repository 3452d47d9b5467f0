package dev.pglitej;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import dev.pglitej.internal.protocol.Value;
import dev.pglitej.spi.MemoryChannel;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.Session.Progress;
import dev.pglitej.spi.SessionRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A client whose calling thread runs its session. Confined to one thread at a time. */
final class ThreadlessClient {
    private final MemoryChannel channel = new MemoryChannel();
    private final FrameDecoder decoder = FrameDecoder.forMessages();
    private final Session session;
    private ByteBuffer input = ByteBuffer.allocate(0);

    private ThreadlessClient(PGlite database) {
        this.session = database.sessions().open(new SessionRequest(channel, "a test"));
    }

    static ThreadlessClient connect(PGlite database) {
        ThreadlessClient client = new ThreadlessClient(database);
        client.channel.send(StartupMessage.of(2, Map.of("user", "postgres", "database", "postgres"))
                .encode());
        client.advance();
        client.receiveUntilReady();
        return client;
    }

    Session session() {
        return session;
    }

    void send(String query) {
        channel.send(new Query(query).encode());
    }

    Progress advance() {
        return advance(() -> false);
    }

    Progress advance(BooleanSupplier leave) {
        return session.advance(leave);
    }

    void hangUp() {
        channel.hangUp();
    }

    /** The next message of those that were sent, or are sent soon by a thread of the database. */
    BackendMessage receive() {
        try {
            while (!decoder.take(input)) input = channel.receive(Eventually.DEADLINE_NANOS);
            return BackendMessage.decode(decoder.frame());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a message", e);
        }
    }

    List<BackendMessage> receiveUntilReady() {
        List<BackendMessage> messages = new ArrayList<>();
        do {
            messages.add(receive());
        } while (!(messages.get(messages.size() - 1) instanceof ReadyForQuery));
        return messages;
    }

    /** The first value of a query that has to succeed, run on the calling thread alone. */
    String value(String sql) {
        send(sql);
        Progress progress = advance();
        if (progress != Progress.WAITING) throw new AssertionError("after " + sql + " the session is " + progress);
        List<BackendMessage> messages = receiveUntilReady();
        return ScriptedClient.only(messages, DataRow.class).stream()
                .map(row -> row.values().stream().map(Value::text).toList().get(0))
                .findFirst()
                .orElseThrow(() -> new AssertionError(sql + " has no row: " + messages));
    }

    /** A statement that has to succeed, and whose result is of no interest. */
    void execute(String sql) {
        value("with done as (select 1) select 1 from done; " + sql);
    }
}
