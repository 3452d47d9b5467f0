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
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client from its first byte to its last: startup, the line for a session, the session, goodbye. A thread of its own serves it, except
 * during the session, which a {@link SessionLoop} runs. Confined to the thread that serves it, except {@link #stop} and {@link #cut}.
 */
final class ClientConnection extends SessionLoop.Member implements Runnable {
    /** How often a client in the line is looked at: has it hung up, is the server closing? */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SocketSessionChannel channel;
    private final TcpAddresses addresses;
    private final String peer;
    private final Sessions sessions;
    private final SessionLimit limit;
    private final ServerOptions options;
    private final ServerLog log;
    private final SessionLoop loop;
    private final Executor threads;
    private final Consumer<ClientConnection> ended;

    private volatile boolean stopping;
    private volatile boolean isCut;
    /** Whether the session has ended. */
    private volatile boolean isOver;
    /** Whether there has been a session. */
    private volatile boolean hasBegun;

    private volatile SessionLimit.@Nullable Permit permit;

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
            ServerLog log,
            SessionLoop loop,
            Executor threads,
            Consumer<ClientConnection> ended) {
        this.channel = channel;
        this.addresses = addresses;
        this.peer = Server.text(addresses.client());
        this.sessions = sessions;
        this.limit = limit;
        this.options = options;
        this.log = log;
        this.loop = loop;
        this.threads = threads;
        this.ended = ended;
    }

    @Override
    public void run() {
        boolean endsHere = true;
        try {
            endsHere = serve();
        } catch (IOException e) {
            if (!stopping && !isCut) log.note("lost the client at " + peer + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failed(e);
        } finally {
            if (endsHere) end();
        }
    }

    private void failed(Throwable e) {
        log.failure("the connection of " + peer + " failed and was closed; others are not affected", e);
    }

    /** Runs the session until it waits. If that fails, the session runs once more to find that its client is gone. */
    @Override
    void advance() {
        Session present = session();
        if (present == null) return;
        try {
            Session.Progress ignored = present.advance(() -> true);
        } catch (Throwable e) {
            failed(e);
            if (isOver || isCut) return;
            cut();
        }
    }

    @Override
    void giveWay() {
        Session present = session();
        if (present != null) present.reconsider();
    }

    @Override
    void readyFor(int operations) {
        channel.readyFor(operations);
    }

    private synchronized @Nullable Session session() {
        return session;
    }

    private void stopped(Session.Progress progress) {
        if (progress != Session.Progress.ENDED) return;
        isOver = true;
        unregister();
        loop.flush();
        try {
            threads.execute(this::sayGoodbye);
        } catch (RejectedExecutionException e) {
            // The server is closed.
            end();
        }
    }

    private void sayGoodbye() {
        try {
            channel.hangUp(stopping ? 0 : options.goodbyeTimeout().toNanos());
        } catch (IOException e) {
            if (!stopping && !isCut) log.note("lost the client at " + peer + ": " + e);
        } catch (Throwable e) {
            failed(e);
        } finally {
            end();
        }
    }

    /** Doing it again does nothing. */
    private void end() {
        SessionLimit.Permit held = permit;
        if (held != null) held.close();
        try {
            channel.close();
        } finally {
            ended.accept(this);
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
        isCut = true;
        channel.close();
        loop.execute(this, this::advance);
    }

    String peer() {
        return peer;
    }

    /** Whether the connection is over; otherwise its session has begun. */
    private boolean serve() throws IOException, InterruptedException {
        Optional<ByteBuffer> refusal = startUp();
        if (hasBegun) return false;
        if (refusal.isPresent()) say(refusal.get());
        channel.hangUp(stopping ? 0 : options.goodbyeTimeout().toNanos());
        return true;
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

    private Optional<ErrorFields> queue() throws IOException, InterruptedException {
        SessionLimit.Permit wanted = limit.join();
        permit = wanted;
        if (wanted.await(0)) return runSession();
        log.note("the client at %s waits in the line: all %d sessions are taken".formatted(peer, limit.sessions()));
        long start = SystemClock.INSTANCE.monotonicNanos();
        Deadline deadline = Deadline.in(options.lineTimeout());
        while (!wanted.await(Math.min(LOOK_NANOS, deadline.leftNanos()))) {
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

    private void logLeft(String how, long start) {
        long millis = TimeUnit.NANOSECONDS.toMillis(SystemClock.INSTANCE.monotonicNanos() - start);
        log.note("the client at %s %s after %d ms in the line".formatted(peer, how, millis));
    }

    private Optional<ErrorFields> runSession() throws IOException {
        if (channel.clientGone()) return Optional.empty();
        if (stopping) return Optional.of(shuttingDown());
        channel.enter(loop, this, this::stopped);
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
        advance();
        return Optional.empty();
    }

    private synchronized void register(Session opened) {
        session = opened;
        hasBegun = true;
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
