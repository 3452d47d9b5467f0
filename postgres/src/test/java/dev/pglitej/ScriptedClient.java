package dev.pglitej;

import static java.util.stream.Collectors.toList;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.BackendKeyData;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.internal.protocol.FrontendMessage;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.FrontendMessage.Terminate;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import dev.pglitej.internal.protocol.Value;
import dev.pglitej.spi.MemoryChannel;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client that sends and expects what a test says, over memory; its session runs on a thread of its own. Every wait has a
 * deadline. Confined to one thread.
 */
final class ScriptedClient implements AutoCloseable {
    /** Thrown where a message was expected and the session has ended. */
    static final class SessionEndedError extends AssertionError {
        private static final long serialVersionUID = 1;

        SessionEndedError() {
            super("the session ended where a message was expected");
        }
    }

    private final MemoryChannel channel = new MemoryChannel();
    private final FrameDecoder decoder = FrameDecoder.forMessages();
    private final Session session;
    private final FutureTask<Boolean> run;
    private ByteBuffer input = ByteBuffer.allocate(0);

    private ScriptedClient(Sessions database) {
        this.session = database.open(new SessionRequest(channel, "a test"));
        this.run = new FutureTask<>(this::runSession, true);
    }

    /** A client of user postgres whose session is ready for queries. */
    static ScriptedClient connect(PGlite database) {
        return connect(database.sessions());
    }

    /** The same, of other sessions. */
    static ScriptedClient connect(Sessions database) {
        ScriptedClient client = start(database, Map.of("user", "postgres", "database", "postgres"));
        client.receiveUntilReady();
        return client;
    }

    /** A client that has sent its startup packet and read nothing yet. */
    static ScriptedClient start(PGlite database, Map<String, String> parameters) {
        return start(database.sessions(), parameters);
    }

    /** The same, of other sessions. */
    static ScriptedClient start(Sessions database, Map<String, String> parameters) {
        ScriptedClient client = new ScriptedClient(database);
        client.channel.send(StartupMessage.of(2, parameters).encode());
        new Thread(client.run, "session of a scripted client").start();
        return client;
    }

    private void runSession() {
        try {
            session.run();
        } finally {
            channel.close();
        }
    }

    Session session() {
        return session;
    }

    void send(FrontendMessage... messages) {
        for (FrontendMessage message : messages) channel.send(message.encode());
    }

    BackendMessage receive() {
        while (!decoder.take(input)) input = moreInput();
        return BackendMessage.decode(decoder.frame());
    }

    private ByteBuffer moreInput() {
        try {
            ByteBuffer more = channel.receive(Eventually.DEADLINE_NANOS);
            if (!more.hasRemaining()) throw new SessionEndedError();
            return more;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a message", e);
        }
    }

    <M extends BackendMessage> M receive(Class<M> kind) {
        BackendMessage message = receive();
        if (!kind.isInstance(message)) {
            throw new AssertionError("expected a " + kind.getSimpleName() + ", got " + message);
        }
        return kind.cast(message);
    }

    /** All messages up to ReadyForQuery, including that. */
    List<BackendMessage> receiveUntilReady() {
        List<BackendMessage> messages = new ArrayList<>();
        do {
            messages.add(receive());
        } while (!(messages.get(messages.size() - 1) instanceof ReadyForQuery));
        return messages;
    }

    /** The error that comes next, but for messages that say nothing of it. */
    ErrorFields receiveError() {
        while (true) {
            if (receive() instanceof ErrorResponse response) return response.error();
        }
    }

    /** Nothing if the session gets ready, or the error that keeps it from that. */
    List<ErrorFields> receiveUntilReadyOrError() {
        while (true) {
            BackendMessage message = receive();
            if (message instanceof ErrorResponse response) return List.of(response.error());
            if (message instanceof ReadyForQuery) return List.of();
        }
    }

    BackendKeyData receiveKey() {
        BackendKeyData key = only(receiveUntilReady(), BackendKeyData.class).get(0);
        if (key.processId() <= 0) throw new AssertionError("not a pid: " + key);
        return key;
    }

    List<BackendMessage> query(String sql) {
        send(new Query(sql));
        return receiveUntilReady();
    }

    /** The rows of a query that has to succeed, as texts. */
    List<List<String>> rows(String sql) {
        List<BackendMessage> messages = query(sql);
        if (!only(messages, ErrorResponse.class).isEmpty()) throw new AssertionError(sql + " failed: " + messages);
        return only(messages, DataRow.class).stream()
                .map(row -> row.values().stream().map(Value::text).collect(toList()))
                .collect(toList());
    }

    /** The one value of a query that has to succeed. */
    String value(String sql) {
        return rows(sql).get(0).get(0);
    }

    /** The SQLSTATE with which a statement fails. */
    String sqlStateOf(String sql) {
        return only(query(sql), ErrorResponse.class).get(0).error().sqlState();
    }

    static <M extends BackendMessage> List<M> only(List<BackendMessage> messages, Class<M> kind) {
        return messages.stream().filter(kind::isInstance).map(kind::cast).collect(toList());
    }

    /** Waits until the session's run() has returned; fails with what that threw, if it did. */
    void awaitEnd() {
        try {
            run.get(Eventually.DEADLINE_NANOS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError("the session did not end cleanly", e);
        }
    }

    void hangUp() {
        channel.hangUp();
    }

    /** Ends the session as a client does, if it has not ended, and waits for that. */
    @Override
    public void close() {
        send(new Terminate());
        hangUp();
        awaitEnd();
    }
}
