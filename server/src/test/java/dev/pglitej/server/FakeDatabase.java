package dev.pglitej.server;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.protocol.Value;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/** A database whose sessions do what a test says. Thread-safe. */
final class FakeDatabase implements ServedDatabase, Sessions {
    record Cancelled(int processId, Value secretKey) {}

    final BlockingQueue<Cancelled> cancelled = new LinkedBlockingQueue<>();
    final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    final List<String> opened = new CopyOnWriteArrayList<>();
    volatile boolean closed;
    private final CompletableFuture<PGliteException> failure = new CompletableFuture<>();

    private final Function<SessionRequest, Session> sessions;

    FakeDatabase(Function<SessionRequest, Session> sessions) {
        this.sessions = sessions;
    }

    /** One whose sessions echo the texts of queries. */
    static FakeDatabase echoing() {
        return new FakeDatabase(EchoSession::new);
    }

    @Override
    public Sessions sessions() {
        return this;
    }

    @Override
    public Session open(SessionRequest request) {
        opened.add(request.peer());
        Session session = sessions.apply(request);
        return new RunnableSession(request.channel()) {
            @Override
            public void run() {
                try {
                    session.run();
                } finally {
                    ended.add(request.peer());
                }
            }

            @Override
            public void terminate() {
                session.terminate();
            }
        };
    }

    @Override
    public boolean cancel(int processId, byte[] secretKey) {
        return cancelled.add(new Cancelled(processId, Value.of(secretKey)));
    }

    /** Ends for a reason. */
    void fail(String reason) {
        failure.complete(new PGliteException(reason));
    }

    @Override
    public void onFailure(Consumer<PGliteException> listener) {
        Object ignored = failure.thenAccept(listener);
    }

    @Override
    public void close() {
        closed = true;
    }
}
