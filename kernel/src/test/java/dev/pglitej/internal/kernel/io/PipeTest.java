package dev.pglitej.internal.kernel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PipeTest {

    private static final int CAPACITY = 65536;
    private static final long DEADLINE_SECONDS = 20;

    private final Pipe pipe = Pipe.bounded(0);
    private final Pipe nonBlocking = Pipe.bounded(OpenFlags.O_NONBLOCK);

    @Test
    void bytesComeOutInTheOrderTheyWentIn() {
        pipe.writer().write(bytes("ab"));
        pipe.writer().write(bytes("cd"));

        assertThat(read(pipe, 3)).isEqualTo("abc");
        assertThat(read(pipe, 3)).isEqualTo("d");
    }

    @Test
    void readingAPipeAfterItsWriterClosedReturnsWhatIsLeftAndThenEndOfFile() {
        pipe.writer().write(bytes("end"));
        pipe.writer().release();

        assertThat(read(pipe, 10)).isEqualTo("end");
        assertThat(pipe.reader().read(ByteBuffer.allocate(10))).isZero();
    }

    @Test
    void anEmptyNonBlockingPipeWouldBlockItsReader() {
        assertThat(nonBlocking.reader().read(ByteBuffer.allocate(1))).isEqualTo(Description.WOULD_BLOCK);
    }

    @Test
    void readingNothingFromAnEmptyPipeReturnsAtOnce() {
        assertThat(pipe.reader().read(ByteBuffer.allocate(0))).isZero();
    }

    @Test
    void writingToAPipeWithoutAReaderFailsWithEpipe() {
        pipe.reader().release();

        assertThatThrownBy(() -> pipe.writer().write(bytes("x"))).isSameAs(Errno.EPIPE.failure());
    }

    @Test
    void aFullNonBlockingPipeTakesNoneOfAShortWriteAndPartOfALongOne() {
        nonBlocking.writer().write(ByteBuffer.allocate(CAPACITY - 10));

        assertThat(nonBlocking.writer().write(ByteBuffer.allocate(Pipe.ATOMIC_BYTES)))
                .isEqualTo(Description.WOULD_BLOCK);
        assertThat(nonBlocking.writer().write(ByteBuffer.allocate(Pipe.ATOMIC_BYTES + 1)))
                .isEqualTo(10);
        assertThat(nonBlocking.writer().write(ByteBuffer.allocate(Pipe.ATOMIC_BYTES + 1)))
                .isEqualTo(Description.WOULD_BLOCK);
    }

    @Test
    void theWrongEndIsABadDescriptor() {
        assertThatThrownBy(() -> pipe.writer().read(ByteBuffer.allocate(1))).isSameAs(Errno.EBADF.failure());
        assertThatThrownBy(() -> pipe.reader().write(bytes("x"))).isSameAs(Errno.EBADF.failure());
        assertThatThrownBy(() -> pipe.reader().seek(0, Whence.START)).isSameAs(Errno.ESPIPE.failure());
    }

    @Test
    void aBlockedReaderGoesOnWhenSomethingIsWritten() throws Exception {
        CompletableFuture<String> reading = CompletableFuture.supplyAsync(() -> read(pipe, 5));

        pipe.writer().write(bytes("hello"));

        assertThat(reading.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isEqualTo("hello");
    }

    @Test
    void aBlockedWriterWritesAllAsRoomAppears() throws Exception {
        int total = 3 * CAPACITY + 17;
        CompletableFuture<Integer> writing =
                CompletableFuture.supplyAsync(() -> pipe.writer().write(ByteBuffer.allocate(total)));

        int received = 0;
        while (received < total) received += pipe.reader().read(ByteBuffer.allocate(10_000));

        assertThat(writing.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isEqualTo(total);
        assertThat(received).isEqualTo(total);
    }

    @Test
    void aBlockedWriterFailsWhenTheReaderGoes() {
        pipe.writer().write(ByteBuffer.allocate(CAPACITY));
        CompletableFuture<Integer> writing =
                CompletableFuture.supplyAsync(() -> pipe.writer().write(bytes("x")));

        pipe.reader().release();

        assertThatThrownBy(() -> writing.get(DEADLINE_SECONDS, TimeUnit.SECONDS))
                .hasCause(Errno.EPIPE.failure());
    }

    @Test
    void anUnboundedPipeTakesAllThereIsToWrite() {
        Pipe unbounded = Pipe.unbounded();

        assertThat(unbounded.writer().write(ByteBuffer.allocate(1_000_000))).isEqualTo(1_000_000);
        assertThat(unbounded.reader().read(ByteBuffer.allocate(2_000_000))).isEqualTo(1_000_000);
    }

    @Test
    void aRingThatHasWrappedAroundGrowsWithoutMixingItsBytes() {
        Pipe unbounded = Pipe.unbounded();
        unbounded.writer().write(bytes("x".repeat(3000)));
        read(unbounded, 3000);

        unbounded.writer().write(bytes("y".repeat(2000)));
        unbounded.writer().write(bytes("z".repeat(5000)));

        assertThat(read(unbounded, 7000)).isEqualTo("y".repeat(2000) + "z".repeat(5000));
    }

    @Test
    void anInterruptEndsAWaitingReadWithEintr() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> pipe.reader().read(ByteBuffer.allocate(1))).isSameAs(Errno.EINTR.failure());
        assertThat(Thread.interrupted()).isTrue();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Pipe from, int atMost) {
        ByteBuffer target = ByteBuffer.allocate(atMost);
        int count = from.reader().read(target);
        return new String(target.array(), 0, count, StandardCharsets.US_ASCII);
    }
}
