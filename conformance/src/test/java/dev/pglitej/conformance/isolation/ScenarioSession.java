package dev.pglitej.conformance.isolation;

import dev.pglitej.conformance.wire.WireClient;
import dev.pglitej.internal.protocol.BackendMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A session that takes one step at a time, on a thread of its own. Confined to the runner's thread. */
final class ScenarioSession implements AutoCloseable {
    static final String SCHEMA = "isolation";

    private final WireClient client;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private @Nullable Future<List<BackendMessage>> step;

    private ScenarioSession(WireClient client) {
        this.client = client;
    }

    static ScenarioSession connect(InetSocketAddress server) throws IOException {
        return new ScenarioSession(WireClient.connect(
                server,
                Map.of("user", "postgres", "database", "postgres", "options", "-c search_path=" + SCHEMA + ",public")));
    }

    int processId() {
        return client.processId();
    }

    void begin(String sql) {
        step = thread.submit(() -> client.query(sql));
    }

    /** What the step has answered, if it does so in time. */
    Optional<List<BackendMessage>> await(long millis) throws InterruptedException {
        Future<List<BackendMessage>> running = step;
        if (running == null) throw new IllegalStateException("no step was begun");
        try {
            return Optional.of(running.get(millis, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new AssertionError("a step's connection failed", e.getCause());
        }
    }

    void disconnect() throws IOException {
        client.close();
    }

    /** Ends the session, also in the middle of a step. */
    @Override
    public void close() throws IOException {
        Future<List<BackendMessage>> running = step;
        if (running == null || running.isDone()) client.close();
        client.cut();
        thread.shutdownNow();
    }
}
