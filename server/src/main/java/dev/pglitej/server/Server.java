package dev.pglitej.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.PGlite;
import dev.pglitej.internal.kernel.time.Deadline;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.spi.Sessions;
import dev.pglitej.spi.TcpAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves one database on one TCP address. Thread-safe.
 *
 * <p>One thread accepts, and each connection has a thread of its own, on which its backend runs. The database is not
 * closed with the server. Lock order: this before a connection.
 */
public final class Server implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 100;
    private static final long IDLE_THREAD_SECONDS = 10;

    private final ServerSocketChannel listener;
    private final InetSocketAddress address;
    private final Sessions sessions;
    private final SessionLimit limit;
    private final ServerOptions options;
    private final ServerLog log;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ThreadPoolExecutor threads = threads();
    private final SessionLoop loop;
    /** This is notified when one ends. */
    @GuardedBy("this")
    private final Set<ClientConnection> connections = new HashSet<>();

    private Server(ServerSocketChannel listener, Sessions sessions, ServerOptions options, ServerLog log)
            throws IOException {
        this.listener = listener;
        this.address = (InetSocketAddress) listener.getLocalAddress();
        this.sessions = sessions;
        this.limit = new SessionLimit(options.sessions());
        this.options = options;
        this.log = log;
        this.loop = new SessionLoop(Selector.open(), threads, log);
    }

    /** Binds this address; port 0 means any free one. Clients that connect wait until {@link #start}. */
    public static ServerSocketChannel bind(String host, int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return listener.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    /** Serves a database to the clients of a listener made by {@link #bind}, which the server will close. */
    public static Server start(ServerSocketChannel listener, PGlite database, ServerOptions options, ServerLog log)
            throws IOException {
        return start(listener, database.sessions(), options, log);
    }

    /** Serves these sessions to the clients of a listener made by {@link #bind}, which the server will close. */
    public static Server start(ServerSocketChannel listener, Sessions sessions, ServerOptions options, ServerLog log)
            throws IOException {
        Server server = new Server(listener, sessions, options, log);
        server.loop.start();
        daemon(server::acceptAll, "pglitej-accept").start();
        return server;
    }

    /** The address on which it listens, with the actual port. */
    public InetSocketAddress address() {
        return address;
    }

    /** The address as {@code 127.0.0.1:5432} or {@code [::1]:5432}. */
    public String hostAndPort() {
        return text(address);
    }

    /** How many clients wait in the line for a session. */
    public int waiting() {
        return limit.waiting();
    }

    /** Stops listening, ends all sessions as an administrator would, and waits for them within bounds. Idempotent. */
    @Override
    public void close() {
        closing.countDown();
        limit.shut();
        try (listener) {
            open().forEach(ClientConnection::stop);
        } catch (IOException e) {
            throw new UncheckedIOException("could not close the listener on " + hostAndPort(), e);
        } finally {
            awaitConnections(options.shutdownTimeout());
            open().forEach(ClientConnection::cut);
            awaitConnections(options.shutdownTimeout());
            loop.close();
            threads.shutdown();
            open().forEach(left -> log.note("the session of " + left.peer() + " does not end; it is left behind"));
        }
    }

    private void acceptAll() {
        while (closing.getCount() > 0) {
            try {
                accept(listener.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (Throwable e) {
                // Out of descriptors or threads, most likely: that may pass, and those who are served can go on.
                log.failure("could not accept a client", e);
                pause();
            }
        }
    }

    private void accept(SocketChannel socket) throws IOException {
        SocketSessionChannel channel = SocketSessionChannel.of(socket);
        try {
            TcpAddresses addresses = new TcpAddresses(
                    (InetSocketAddress) socket.getRemoteAddress(),
                    (InetSocketAddress) socket.getLocalAddress(),
                    address);
            ClientConnection connection = new ClientConnection(
                    channel, addresses, sessions, limit, options, log, loop, threads, this::remove);
            if (add(connection)) {
                runInThread(connection, connection.peer());
            } else {
                channel.offer(tooManyClients());
                channel.close();
            }
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private void runInThread(ClientConnection connection, String peer) {
        try {
            threads.execute(() -> {
                Thread.currentThread().setName("pglitej-" + peer);
                connection.run();
            });
        } catch (Throwable e) {
            remove(connection);
            throw e;
        }
    }

    /** A thread a client that has no session. It waits a while for the next one, because starting one takes time that can be felt. */
    private static ThreadPoolExecutor threads() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> daemon(work, "pglitej-client"));
    }

    private synchronized boolean add(ClientConnection connection) {
        return closing.getCount() > 0 && connections.size() < options.clients() && connections.add(connection);
    }

    private synchronized void remove(ClientConnection connection) {
        connections.remove(connection);
        notifyAll();
    }

    private synchronized List<ClientConnection> open() {
        return List.copyOf(connections);
    }

    private synchronized void awaitConnections(Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        try {
            while (!connections.isEmpty() && !deadline.isOver()) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline.leftNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ByteBuffer tooManyClients() {
        return new ErrorResponse(ErrorFields.fatal("53300", "sorry, too many clients already")
                        .withDetail("This server has " + options.clients() + " clients already."))
                .encode();
    }

    private void pause() {
        try {
            if (closing.await(PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
