package dev.pglitej.server;

import static dev.pglitej.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop whose sessions block, and keep its thread, each time that they run. */
@Timeout(120)
final class BlockingSessionsTest {
    private static final int TURNS = 1000;
    /** Longer than a time slice, so that a thread of the loop would look at the sockets again. */
    private static final long BLOCKED_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final TestLog log = new TestLog();

    /** Reads a byte at each turn. */
    private static final class Blocking extends SessionLoop.Member {
        private final SessionLoop loop;
        private final SocketChannel socket;
        private final SelectionKey key;
        private final AtomicInteger turns = new AtomicInteger();

        Blocking(SessionLoop loop, SocketChannel socket) throws IOException {
            this.loop = loop;
            this.socket = socket;
            this.key = loop.register(socket, this);
        }

        void awaitClient() {
            key.interestOps(SelectionKey.OP_READ);
            loop.changed();
        }

        @Override
        void advance() {
            loop.blocks();
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < BLOCKED_NANOS) Thread.onSpinWait();
            try {
                int count = socket.read(ByteBuffer.allocate(1));
                if (count < 1) throw new AssertionError("there was nothing to read");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            int ignored = turns.incrementAndGet();
            awaitClient();
        }

        @Override
        void giveWay() {
            // It blocks.
        }

        @Override
        void readyFor(int operations) {
            assertThat(operations).isEqualTo(SelectionKey.OP_READ);
        }
    }

    @Test
    void noClientIsForgotten() throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ServerSocketChannel listener = Server.bind("127.0.0.1", 0);
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel socket = listener.accept();
                SessionLoop loop = new SessionLoop(Selector.open(), threads, log)) {
            socket.configureBlocking(false);
            Blocking session = new Blocking(loop, socket);
            session.awaitClient();
            loop.start();

            for (int turn = 1; turn <= TURNS; turn++) {
                int goal = turn;
                assertThat(client.write(ByteBuffer.allocate(1))).isOne();
                eventually("the session has run", () -> session.turns.get() == goal);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(log.failures).isEmpty();
    }
}
