package dev.pglitej.server;

import static dev.pglitej.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.spi.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Output that waits for other sessions of the loop. */
@Timeout(60)
final class DelayedOutputsTest {
    private final TestLog log = new TestLog();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<SocketChannel> clients = new ArrayList<>();
    private final List<SocketSessionChannel> channels = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private ServerSocketChannel listener;

    @SuppressWarnings("NullAway.Init")
    private SessionLoop loop;

    @BeforeEach
    void listen() throws IOException {
        listener = Server.bind("127.0.0.1", 0);
        loop = new SessionLoop(Selector.open(), threads, log);
    }

    @AfterEach
    void end() throws IOException {
        loop.close();
        threads.shutdown();
        for (SocketSessionChannel channel : channels) channel.close();
        for (SocketChannel client : clients) client.close();
        listener.close();
        assertThat(log.failures).isEmpty();
    }

    private SocketSessionChannel connect(SessionLoop.Member member) throws IOException {
        clients.add(SocketChannel.open(listener.getLocalAddress()));
        SocketSessionChannel channel = SocketSessionChannel.of(listener.accept());
        channel.enter(loop, member, progress -> {});
        channels.add(channel);
        return channel;
    }

    private static void offer(SocketSessionChannel channel, byte... bytes) {
        try {
            assertThat(channel.offer(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] received(SocketChannel client, int count) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(count);
        while (target.hasRemaining() && client.read(target) >= 0) {}
        return target.array();
    }

    private static SessionLoop.Member member(Runnable advance) {
        return new SessionLoop.Member() {
            @Override
            void advance() {
                advance.run();
            }

            @Override
            void giveWay() {}

            @Override
            void readyFor(int operations) {}
        };
    }

    @Test
    void aSessionThatComputesDoesNotKeepTheOutputOfOthers() throws Exception {
        SessionLoop.Member idle = member(() -> {});
        SocketSessionChannel first = connect(idle);
        AtomicBoolean hasArrived = new AtomicBoolean();
        AtomicBoolean hasComputed = new AtomicBoolean();
        loop.execute(idle, () -> offer(first, (byte) 1));
        loop.execute(idle, () -> {
            eventually("the first session's output arrives meanwhile", hasArrived::get);
            hasComputed.set(true);
        });

        loop.start();

        assertThat(received(clients.get(0), 1)).containsExactly(1);
        hasArrived.set(true);
        eventually("the other session ends to compute", hasComputed::get);
    }

    @Test
    void outputStaysInOrderIfTheSessionGoesOnOnAThreadOfItsOwn() throws Exception {
        SessionLoop.Member idle = member(() -> {});
        SocketSessionChannel channel = connect(idle);
        loop.execute(idle, () -> {
            offer(channel, (byte) 1);
            offer(channel, (byte) 2);
            loop.blocks();
            offer(channel, (byte) 3);
            offer(channel, new byte[10_000]);
            offer(channel, (byte) 4);
        });
        for (int i = 0; i < 100; i++) loop.execute(idle, () -> {});

        loop.start();

        byte[] bytes = received(clients.get(0), 10_004);
        assertThat(bytes).startsWith(1, 2, 3, 0).endsWith(0, 4);
    }

    @Test
    void outputForWhichTheSocketHasNoRoomFollowsLater() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        SocketSessionChannel[] own = new SocketSessionChannel[1];
        SocketSessionChannel channel = connect(member(() -> {
            int ignored = runs.incrementAndGet();
            own[0].stopped(Session.Progress.WAITING);
        }));
        own[0] = channel;
        int count = 0;
        for (; channel.isClear(); count++) channel.writeDelayed(numbered(count));
        channel.writeDelayed(numbered(count++));

        loop.start();

        byte[] bytes = received(clients.get(0), count * 4096);
        for (int i = 0; i < count; i++) assertThat(bytes[i * 4096]).isEqualTo((byte) i);
        eventually("all of it is sent", channel::isClear);
        assertThat(runs).hasPositiveValue();
    }

    private static ByteBuffer numbered(int number) {
        byte[] bytes = new byte[4096];
        bytes[0] = (byte) number;
        return ByteBuffer.wrap(bytes);
    }

    @Test
    void outputOfASessionThatHasEndedIsSentBeforeTheEnd() throws Exception {
        SocketSessionChannel channel = connect(member(() -> {}));
        int count = 0;
        for (; channel.isClear(); count++) channel.writeDelayed(numbered(count));
        int sent = count;

        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            other.execute(() -> {
                try {
                    channel.hangUp(Long.MAX_VALUE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            byte[] bytes = received(clients.get(0), sent * 4096);
            assertThat(bytes[(sent - 1) * 4096]).isEqualTo((byte) (sent - 1));
            assertThat(clients.get(0).read(ByteBuffer.allocate(1))).isEqualTo(-1);
        } finally {
            clients.get(0).close();
            other.shutdown();
        }
    }
}
