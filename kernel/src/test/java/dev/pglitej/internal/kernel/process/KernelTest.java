package dev.pglitej.internal.kernel.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.io.LineSink;
import dev.pglitej.internal.kernel.io.Pipe;
import dev.pglitej.internal.kernel.io.PollEvents;
import dev.pglitej.internal.kernel.process.ProcessEnd.Exited;
import dev.pglitej.internal.kernel.process.ProcessEnd.Killed;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class KernelTest {
    private final MountTable files = new MountTable(new MemoryFileSystem(SystemClock.INSTANCE, Capacity.unlimited()));
    private final List<Throwable> killed = new ArrayList<>();
    private final Kernel kernel = new Kernel(files, SystemClock.INSTANCE, (process, cause) -> killed.add(cause));
    private final DescriptorTable descriptors = new DescriptorTable();
    private final Pipe pipe = Pipe.bounded(0);
    private final RuntimeException noLog = new IllegalStateException("the log takes no more lines");

    private Process process(Program program) {
        return kernel.create(new Launch(program, List.of("test"), Map.of(), files.root(), 022, descriptors));
    }

    /** A descriptor that cannot be closed cleanly: its line has no end, and nobody takes it. Another one is closed after it. */
    private void openUncleanly() {
        descriptors.open(pipe.writer(), false);
        LineSink log = new LineSink(line -> {
            throw noLog;
        });
        log.write(ByteBuffer.wrap("unfinished".getBytes(UTF_8)));
        descriptors.open(log, false);
    }

    @Test
    void aProcessWhoseLastOutputFailsIsKilledForThatReasonAndAllIsClosed() {
        openUncleanly();

        ProcessEnd end = kernel.run(process(ignored -> 0));

        assertThat(end).isEqualTo(new Killed(Signals.SIGABRT, noLog));
        assertThat(killed).containsExactly(noLog);
        assertThat(pipe.reader().readiness()).isEqualTo(PollEvents.HANGUP);
    }

    @Test
    void aKilledProcessKeepsItsReasonAndHasTheFailureOfItsLastOutputBesideIt() {
        openUncleanly();
        RuntimeException reason = new IllegalStateException("on purpose");

        ProcessEnd end = kernel.run(process(ignored -> {
            throw reason;
        }));

        assertThat(end).isEqualTo(new Killed(Signals.SIGABRT, reason));
        assertThat(reason).hasSuppressedException(noLog);
        assertThat(pipe.reader().readiness()).isEqualTo(PollEvents.HANGUP);
    }

    /** As it is when the listener of the log ends the program, and is told of that. */
    @Test
    void aReasonThatComesAgainFromTheLastOutputIsNotSuppressedByItself() {
        openUncleanly();

        ProcessEnd end = kernel.run(process(ignored -> {
            throw noLog;
        }));

        assertThat(end).isEqualTo(new Killed(Signals.SIGABRT, noLog));
        assertThat(noLog.getSuppressed()).isEmpty();
    }

    @Test
    void aSuspendedProgramKeepsItsDescriptorsAndRunsAgain() {
        descriptors.open(pipe.writer(), false);
        AtomicInteger runs = new AtomicInteger();
        Process process = process(ignored -> runs.incrementAndGet() < 3 ? Program.SUSPENDED : 7);

        assertThat(kernel.advance(process)).isEmpty();
        assertThat(kernel.advance(process)).isEmpty();
        assertThat(pipe.reader().readiness()).isZero();
        assertThat(process.end()).isEmpty();

        assertThat(kernel.advance(process)).contains(new Exited(7));
        assertThat(pipe.reader().readiness()).isEqualTo(PollEvents.HANGUP);
    }

    @Test
    void aProgramCannotBeInstalledUnderARelativePath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernel.install("bin/echo", process -> 0))
                .withMessageContaining("'bin/echo'");
    }
}
