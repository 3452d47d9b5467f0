package dev.pglitej.internal.kernel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.kernel.Errno;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class DescriptorTableTest {

    private final DescriptorTable table = new DescriptorTable(20);
    private final Pipe pipe = Pipe.bounded(0);

    @Test
    void aDescriptorGetsTheLowestFreeNumber() {
        for (int i = 0; i < 5; i++) table.open(ByteSource.empty(), false);
        table.close(1);
        table.close(3);

        assertThat(table.open(ByteSource.empty(), false)).isEqualTo(1);
        assertThat(table.duplicate(0, 0, false)).isEqualTo(3);
        assertThat(table.duplicate(0, 10, false)).isEqualTo(10);
        assertThat(table.duplicate(0, 10, false)).isEqualTo(11);
    }

    @Test
    void whatIsNotOpenIsABadDescriptor() {
        for (int bad : new int[] {-1, 0, 19, 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> table.get(bad)).isSameAs(Errno.EBADF.failure());
            assertThatThrownBy(() -> table.close(bad)).isSameAs(Errno.EBADF.failure());
            assertThatThrownBy(() -> table.duplicate(bad, 0, false)).isSameAs(Errno.EBADF.failure());
        }
    }

    @Test
    void aFullTableRefusesFurtherDescriptorsAndLetsGoOfWhatItWasGiven() {
        for (int i = 0; i < 20; i++) table.open(ByteSource.empty(), false);

        assertThatThrownBy(() -> table.open(pipe.writer(), false)).isSameAs(Errno.EMFILE.failure());
        assertThat(pipe.reader().readiness()).isEqualTo(PollEvents.HANGUP);
        assertThatThrownBy(() -> table.duplicate(0, 0, false)).isSameAs(Errno.EMFILE.failure());
        assertThatThrownBy(() -> table.duplicate(0, 20, false)).isSameAs(Errno.EINVAL.failure());
    }

    @Test
    void aDescriptionClosesWithItsLastDescriptor() {
        int first = table.open(pipe.writer(), false);
        int second = table.duplicate(first, 0, false);

        table.close(first);
        assertThat(pipe.reader().readiness()).isZero();
        table.close(second);
        assertThat(pipe.reader().readiness()).isEqualTo(PollEvents.HANGUP);
    }

    @Test
    void duplicatingToAnOpenDescriptorClosesItFirst() {
        int writer = table.open(pipe.writer(), false);
        int source = table.open(ByteSource.empty(), false);

        assertThat(table.duplicateTo(source, writer, true)).isEqualTo(writer);

        assertThat(pipe.reader().readiness()).isEqualTo(PollEvents.HANGUP);
        assertThat(table.get(writer)).isSameAs(table.get(source));
        assertThat(table.isClosedOnExec(writer)).isTrue();
        assertThat(table.isClosedOnExec(source)).isFalse();
    }

    @Test
    void duplicatingToItselfOrOutOfRangeFails() {
        int source = table.open(ByteSource.empty(), false);

        assertThatThrownBy(() -> table.duplicateTo(source, source, false)).isSameAs(Errno.EINVAL.failure());
        assertThatThrownBy(() -> table.duplicateTo(source, 20, false)).isSameAs(Errno.EBADF.failure());
        assertThatThrownBy(() -> table.duplicateTo(source, -1, false)).isSameAs(Errno.EBADF.failure());
    }

    @Test
    void aChildInheritsWhatIsNotClosedOnExec() {
        int kept = table.open(ByteSource.empty(), false);
        int closed = table.open(pipe.writer(), true);

        DescriptorTable child = table.inherit();
        table.close();

        assertThat(child.find(kept)).isNotNull();
        assertThat(child.find(closed)).isNull();
        assertThat(pipe.reader().readiness()).isEqualTo(PollEvents.HANGUP);
    }

    @Test
    void statusFlagsAreSharedByDuplicates() {
        int first = table.open(pipe.reader(), false);
        int second = table.duplicate(first, 0, false);

        table.get(first).setStatusFlags(-1);

        assertThat(table.get(second).flags()).isEqualTo(0 | 02000 | 04000);
    }

    @Test
    void puttingADescriptionOutOfRangeFailsAndLetsGoOfIt() {
        assertThatThrownBy(() -> table.replace(20, pipe.writer())).isSameAs(Errno.EBADF.failure());

        assertThat(pipe.reader().readiness()).isEqualTo(PollEvents.HANGUP);
    }

    @Test
    void closingClosesAllAlthoughSomeFailAndThrowsTheFirstFailure() {
        RuntimeException first = new IllegalStateException("first");
        RuntimeException second = new IllegalStateException("second");
        table.open(pipe.writer(), false);
        table.open(unclean(second), false);
        table.open(unclean(first), false);

        assertThatThrownBy(table::close).isSameAs(first).hasSuppressedException(second);

        assertThat(pipe.reader().readiness()).isEqualTo(PollEvents.HANGUP);
        for (int i = 0; i < 3; i++) assertThat(table.find(i)).isNull();
    }

    /** What throws that when it is closed. */
    private static Description unclean(RuntimeException failure) {
        LineSink sink = new LineSink(line -> {
            throw failure;
        });
        sink.write(ByteBuffer.wrap(new byte[] {'x'}));
        return sink;
    }
}
