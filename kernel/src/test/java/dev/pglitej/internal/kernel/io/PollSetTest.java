package dev.pglitej.internal.kernel.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.time.SystemClock;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PollSetTest {

    private static final long FOREVER = -1;

    private final Pipe pipe = Pipe.bounded(0);
    private final PollSet set = new PollSet();

    @Test
    void whatIsReadyIsReportedAtOnce() {
        pipe.writer().write(ByteBuffer.allocate(1));
        set.add(pipe.reader(), PollEvents.IN | PollEvents.READ_NORMAL | PollEvents.OUT);
        set.add(pipe.writer(), PollEvents.OUT);
        set.add(pipe.writer(), PollEvents.IN);

        assertThat(set.await(FOREVER, SystemClock.INSTANCE)).isEqualTo(2);
        assertThat(set.reported(0)).isEqualTo(PollEvents.IN | PollEvents.READ_NORMAL);
        assertThat(set.reported(1)).isEqualTo(PollEvents.OUT);
        assertThat(set.reported(2)).isZero();
    }

    @Test
    void aDescriptorThatIsNotOpenIsReportedAndANegativeOneIgnored() {
        set.addInvalid();
        set.addIgnored();

        assertThat(set.await(FOREVER, SystemClock.INSTANCE)).isEqualTo(1);
        assertThat(set.reported(0)).isEqualTo(PollEvents.INVALID);
        assertThat(set.reported(1)).isZero();
    }

    @Test
    void aHangupIsReportedThoughNobodyAskedForIt() {
        set.add(pipe.reader(), 0);
        pipe.writer().release();

        assertThat(set.await(0, SystemClock.INSTANCE)).isEqualTo(1);
        assertThat(set.reported(0)).isEqualTo(PollEvents.HANGUP);
    }

    @Test
    void withoutAnythingReadyTheTimeRunsOut() {
        set.add(pipe.reader(), PollEvents.IN);

        assertThat(set.await(0, SystemClock.INSTANCE)).isZero();
        assertThat(set.await(1_000_000, SystemClock.INSTANCE)).isZero();
    }

    @Test
    void aChangeOnAnotherThreadEndsTheWait() throws Exception {
        set.add(pipe.reader(), PollEvents.IN);
        CompletableFuture<Integer> waiting =
                CompletableFuture.supplyAsync(() -> set.await(FOREVER, SystemClock.INSTANCE));

        pipe.writer().write(ByteBuffer.allocate(1));

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }
}
