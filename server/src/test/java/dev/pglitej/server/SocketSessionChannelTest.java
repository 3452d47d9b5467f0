package dev.pglitej.server;

import static dev.pglitej.server.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketSessionChannelTest {
    private static final long LONG_ENOUGH = TimeUnit.SECONDS.toNanos(10);

    private final ServerSocketChannel listener;
    private final ScriptedClient client;
    private final SocketSessionChannel channel;

    SocketSessionChannelTest() throws IOException {
        listener = Server.bind("127.0.0.1", 0);
        client = ScriptedClient.connect((InetSocketAddress) listener.getLocalAddress());
        channel = SocketSessionChannel.of(listener.accept());
    }

    @BeforeEach
    void theChannelIsOpen() {
        assertThat(channel.clientGone()).isFalse();
    }

    @AfterEach
    void closeAll() throws IOException {
        channel.close();
        client.close();
        listener.close();
    }

    @Test
    void readingWithoutInputTakesNothing() throws Exception {
        assertThat(channel.read(ByteBuffer.allocateDirect(10))).isZero();
        assertThat(channel.awaitReadable(0)).isFalse();
    }

    @Test
    void waitingEndsWithInput() throws Exception {
        client.sendHex("0102");

        assertThat(channel.awaitReadable(LONG_ENOUGH)).isTrue();

        ByteBuffer target = ByteBuffer.allocateDirect(10);
        assertThat(channel.read(target)).isEqualTo(2);
        assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    }

    @Test
    void whatComesAfterAReadThatTookAllIsReadWithoutAWaitToo() throws Exception {
        ByteBuffer target = ByteBuffer.allocateDirect(10);
        client.sendHex("0102");
        channel.awaitReadable(LONG_ENOUGH);
        channel.read(target);
        client.sendHex("03");

        eventually("it is read", () -> read(target) == 1);
    }

    private int read(ByteBuffer target) {
        try {
            return channel.read(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void waitingEndsWithItsTime() throws Exception {
        assertThat(channel.awaitReadable(1)).isFalse();
        assertThat(channel.awaitReadable(2_000_000)).isFalse();
    }

    @Test
    void aWakeupBeforeTheWaitEndsItAndOnlyThatOne() throws Exception {
        channel.wakeup();
        channel.wakeup();

        assertThat(channel.awaitReadable(Long.MAX_VALUE)).isFalse();
        client.sendHex("01");
        assertThat(channel.awaitReadable(LONG_ENOUGH)).isTrue();
    }

    @Test
    void aWakeupDuringTheWaitEndsIt() throws Exception {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> channel.awaitReadable(Long.MAX_VALUE));
        Thread thread = start(waiting);
        eventually("it waits", () -> thread.getState() == Thread.State.RUNNABLE);

        channel.wakeup();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aWakeupDuringAWriteIsKeptForTheNextWait() throws Exception {
        FutureTask<Boolean> writing = new FutureTask<>(() -> {
            channel.write(ByteBuffer.allocateDirect(20_000_000));
            return channel.awaitReadable(Long.MAX_VALUE);
        });
        start(writing);
        channel.wakeup();

        for (int count = 0; count < 20_000_000; count++) client.receiveByte();

        assertThat(writing.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void offeringToAClientThatDoesNotReadEndsAtZero() throws Exception {
        ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 20);

        while (channel.offer(chunk.clear()) > 0) {}

        assertThat(channel.awaitWritable(0)).isFalse();
        assertThat(channel.clientGone()).isFalse();
    }

    @Test
    void closingEndsAWriteToAClientThatDoesNotRead() throws Exception {
        FutureTask<Boolean> writing = new FutureTask<>(() -> {
            channel.write(ByteBuffer.allocate(100_000_000));
            return true;
        });
        start(writing);

        channel.close();

        assertThatThrownBy(() -> writing.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ClosedChannelException.class);
    }

    @Test
    void closingEndsAWaitAndTheNextTransferSaysWhy() throws Exception {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> channel.awaitReadable(Long.MAX_VALUE));
        start(waiting);

        channel.close();
        channel.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(channel.clientGone()).isTrue();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.offer(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void anInterruptEndsAWaitAndStaysSet() throws Exception {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> channel.awaitReadable(Long.MAX_VALUE)).isInstanceOf(ClosedByInterruptException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aClientThatHangsUpIsSeenToBeGoneAndWhatItSentIsStillRead() throws Exception {
        client.sendHex("010203");
        client.close();

        eventually("the client is gone", channel::clientGone);

        assertThat(channel.awaitReadable(0)).isTrue();
        assertThat(channel.read(ByteBuffer.allocate(2))).isEqualTo(2);
        assertThat(channel.read(ByteBuffer.allocate(2))).isEqualTo(1);
        assertThat(channel.read(ByteBuffer.allocate(2))).isEqualTo(-1);
    }

    @Test
    void aClientThatResetsIsSeenToBeGone() throws Exception {
        client.reset();

        eventually("the client is gone", channel::clientGone);

        assertThat(channel.read(ByteBuffer.allocate(2))).isEqualTo(-1);
    }

    @Test
    void aClientThatSendsWithoutEndCostsNoMoreThanTheLookAhead() throws Exception {
        client.sendBytes(ByteBuffer.allocate(50_000));

        for (int look = 0; look < 100; look++) assertThat(channel.clientGone()).isFalse();

        assertThat(channel.read(ByteBuffer.allocate(50_000))).isBetween(1, 8192);
    }

    @Test
    void whatWasUnreadIsReadFirst() throws Exception {
        client.sendBytes(ByteBuffer.wrap("tail".getBytes(UTF_8)));
        channel.unread(ByteBuffer.wrap("head".getBytes(UTF_8)));
        StringBuilder text = new StringBuilder();

        while (text.length() < 8 && channel.awaitReadable(LONG_ENOUGH)) {
            ByteBuffer three = ByteBuffer.allocate(3);
            assertThat(channel.read(three)).isPositive();
            text.append(new String(Arrays.copyOf(three.array(), three.position()), UTF_8));
        }

        assertThat(text).hasToString("headtail");
    }

    @Test
    void aClientThatHangsUpIsSeenToBeGoneBehindWhatWasUnread() throws Exception {
        channel.unread(ByteBuffer.wrap("head".getBytes(UTF_8)));
        client.close();

        eventually("the client is gone", channel::clientGone);

        assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(4);
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "the session's thread");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
