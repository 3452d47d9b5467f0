package dev.pglitej.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.kernel.time.Deadline;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.ProtocolException;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import dev.pglitej.spi.TcpAddresses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client from its first byte to its last: startup, the line for a session, the session, goodbye. Its thread runs
 * the backend itself, so no byte changes hands between threads. Confined to that thread, except {@link #stop} and
 * {@link #cut}.
 */
final class ClientConnection implements Runnable {
    /** How often a client in the line is looked at: has it hung up, is the server closing? */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SocketSessionChannel channel;
    private final TcpAddresses addresses;
    private final String peer;
    private final Sessions sessions;
    private final SessionLimit limit;
    private final ServerOptions options;
    private final ServerLog log;

    private volatile boolean stopping;

    @GuardedBy("this")
    private boolean started;

    @GuardedBy("this")
    private @Nullable Session session;

    ClientConnection(
            SocketSessionChannel channel,
            TcpAddresses addresses,
            Sessions sessions,
            SessionLimit limit,
            ServerOptions options,
            ServerLog log) {
        this.channel = channel;
        this.addresses = addresses;
        this.peer = Server.text(addresses.client());
        this.sessions = sessions;
        this.limit = limit;
        this.options = options;
        this.log = log;
    }

    @Override
    public void run() {
        try (channel) {
            serve();
        } catch (IOException e) {
            if (!stopping) log.note("lost the client at " + peer + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            log.failure("the connection of " + peer + " failed and was closed; others are not affected", e);
        }
    }

    /** Ends the connection soon; a session ends as by {@link Session#terminate}. Does not wait. Thread-safe. */
    synchronized void stop() {
        stopping = true;
        if (session != null) {
            session.terminate();
        } else if (!started) {
            channel.close();
        }
    }

    /** Ends it at once, from any thread. */
    void cut() {
        stopping = true;
        channel.close();
    }

    String peer() {
        return peer;
    }

    private void serve() throws IOException, InterruptedException {
        Optional<ByteBuffer> refusal = startUp();
        if (refusal.isPresent()) say(refusal.get());
        channel.hangUp(stopping ? 0 : options.goodbyeTimeout().toNanos());
    }

    private Optional<ByteBuffer> startUp() throws IOException, InterruptedException {
        Optional<StartupMessage> wanted;
        try {
            wanted = new StartupPhase(channel, sessions, options.startupTimeout()).run();
        } catch (ProtocolException e) {
            return Optional.of(encode(refused(e)));
        }
        if (wanted.isEmpty()) return Optional.empty();
        try {
            wanted.get().supported();
        } catch (ProtocolException e) {
            return Optional.of(wanted.get().encode(refused(e)));
        }
        synchronized (this) {
            started = true;
        }
        return queue().map(ClientConnection::encode);
    }

    private ErrorFields refused(ProtocolException e) {
        log.note("refused the client at " + peer + ": " + e.getMessage());
        return e.fatal();
    }

    private Optional<ErrorFields> queue() throws InterruptedException {
        try (SessionLimit.Permit permit = limit.join()) {
            if (permit.await(0)) return runSession();
            log.note("the client at %s waits in the line: all %d sessions are taken".formatted(peer, limit.sessions()));
            long start = SystemClock.INSTANCE.monotonicNanos();
            Deadline deadline = Deadline.in(options.lineTimeout());
            while (!permit.await(Math.min(LOOK_NANOS, deadline.leftNanos()))) {
                if (channel.clientGone()) {
                    logLeft("has hung up", start);
                    return Optional.empty();
                }
                if (stopping) return Optional.of(shuttingDown());
                if (deadline.isOver()) {
                    logLeft("was turned away", start);
                    return Optional.of(tooManyClients());
                }
            }
            logLeft("has a session", start);
            return runSession();
        }
    }

    private void logLeft(String how, long start) {
        long millis = TimeUnit.NANOSECONDS.toMillis(SystemClock.INSTANCE.monotonicNanos() - start);
        log.note("the client at %s %s after %d ms in the line".formatted(peer, how, millis));
    }

    private Optional<ErrorFields> runSession() {
        if (channel.clientGone()) return Optional.empty();
        if (stopping) return Optional.of(shuttingDown());
        Session opened;
        try {
            opened = sessions.open(new SessionRequest(channel, peer, Optional.of(addresses)));
        } catch (SessionRefusedException e) {
            ErrorFields error = ErrorFields.fatal(e.sqlState(), e.primaryMessage());
            return Optional.of(e.detail().isEmpty() ? error : error.withDetail(e.detail()));
        } catch (RuntimeException | Error e) {
            log.failure("could not open a session for " + peer, e);
            return Optional.of(ErrorFields.fatal("XX000", "could not open a session")
                    .withDetail(e.toString())
                    .withHint("The server's log has more."));
        }
        register(opened);
        try {
            opened.run();
        } finally {
            unregister();
        }
        return Optional.empty();
    }

    private synchronized void register(Session opened) {
        session = opened;
        if (stopping) opened.terminate();
    }

    private synchronized void unregister() {
        session = null;
    }

    private void say(ByteBuffer message) throws IOException {
        Deadline deadline = Deadline.in(options.goodbyeTimeout());
        while (message.hasRemaining() && !deadline.isOver()) {
            if (channel.offer(message) == 0) channel.awaitWritable(deadline.leftNanos());
        }
    }

    private static ByteBuffer encode(ErrorFields error) {
        return new ErrorResponse(error).encode();
    }

    private ErrorFields tooManyClients() {
        return ErrorFields.fatal("53300", "sorry, too many clients already")
                .withDetail(String.format(
                        "This server serves %d session%s at a time; none became free within %d ms.",
                        limit.sessions(),
                        limit.sessions() == 1 ? "" : "s",
                        options.lineTimeout().toMillis()))
                .withHint("End another session, or try again later.");
    }

    private static ErrorFields shuttingDown() {
        return ErrorFields.fatal("57P03", "the database system is shutting down");
    }
}
