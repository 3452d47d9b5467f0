package dev.pglitej.internal.jdbc.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.spi.Session.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What both ends of a session in process are promised: {@link dev.pglitej.spi.SessionChannel}. */
@Timeout(60)
final class InProcessChannelTest {
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long FOREVER = Long.MAX_VALUE;

    private final AtomicInteger ends = new AtomicInteger();
    private final InProcessChannel channel = new InProcessChannel(() -> {}, ends::incrementAndGet);

    private static FutureTask<Boolean> inBackground(java.util.concurrent.Callable<Boolean> waiting) {
        FutureTask<Boolean> task = new FutureTask<>(waiting);
        new Thread(task, "waits").start();
        return task;
    }

    @Test
    void aWaitForTheClientEndsWithItsTimeOrAByteOrTheClientsEnd() throws Exception {
        assertThat(channel.awaitReadable(SOON)).isFalse();

        FutureTask<Boolean> waiting = inBackground(() -> channel.awaitReadable(FOREVER));
        channel.send(new byte[] {1}, 0, 1);
        assertThat(waiting.get()).isTrue();
        assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(1);

        FutureTask<Boolean> another = inBackground(() -> channel.awaitReadable(FOREVER));
        channel.close();
        assertThat(another.get()).isTrue();
        assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
    }

    @Test
    void aWakeupEndsOneWait() throws IOException {
        channel.wakeup();
        channel.wakeup();

        assertThat(channel.awaitReadable(FOREVER)).isFalse();
        assertThat(channel.awaitReadable(SOON)).isFalse();
    }

    @Test
    void anInterruptEndsAWaitForTheClientAndStaysSet() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> channel.awaitReadable(FOREVER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptedClientWaitsForTheSessionAllTheSameAndStaysInterrupted() {
        long stops = channel.stops();
        Thread.currentThread().interrupt();

        boolean inTime = channel.awaitReceivable(stops, System.nanoTime() + SOON);

        assertThat(inTime).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aClientThatWaitsHearsThatTheSessionWasStopped() throws Exception {
        FutureTask<Boolean> waiting = inBackground(() -> channel.awaitReceivable(0, FOREVER));

        channel.stopped(Progress.LEFT);

        assertThat(waiting.get()).isTrue();
        assertThat(channel.waitsForClient()).isFalse();
    }

    @Test
    void theEndIsToldOnceHoweverManyThreadsSeeIt() {
        channel.stopped(Progress.WAITING);
        channel.stopped(Progress.ENDED);
        channel.stopped(Progress.ENDED);
        channel.stopped(Progress.WAITING);

        assertThat(ends).hasValue(1);
        assertThat(channel.hasEnded()).isTrue();
    }

    @Test
    void aSessionThatMayWaitIsGivenTheRoomThatItsClientDoesNotMake() throws IOException {
        ByteBuffer much = ByteBuffer.allocate(1 << 20);

        int first = channel.offer(much);
        assertThat(first).isPositive().isLessThan(much.capacity());
        assertThat(channel.offer(much)).isZero();
        assertThat(channel.awaitWritable(0)).isFalse();
        assertThat(channel.awaitWritable(FOREVER)).isTrue();
        assertThat(channel.offer(much)).isEqualTo(first);
        channel.write(much);

        assertThat(channel.receivable()).isEqualTo(much.capacity());
        assertThat(channel.receive(new byte[much.capacity()], 0, much.capacity()))
                .isEqualTo(much.capacity());
        assertThat(channel.offer(much.clear())).isEqualTo(first);
    }

    @Test
    void nothingIsSentToAClientThatHasClosed() {
        channel.close();

        assertThatThrownBy(() -> channel.offer(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        assertThat(channel.awaitWritable(0)).isTrue();
        assertThat(channel.clientGone()).isTrue();
    }
}
