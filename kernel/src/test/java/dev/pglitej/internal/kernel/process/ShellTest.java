package dev.pglitej.internal.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.io.ByteSource;
import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.io.LineSink;
import dev.pglitej.internal.kernel.io.Pipe;
import dev.pglitej.internal.kernel.io.PollEvents;
import dev.pglitej.internal.kernel.process.ProcessEnd.Exited;
import dev.pglitej.internal.kernel.process.ProcessEnd.Killed;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ShellTest {

    private final MountTable files = new MountTable(new MemoryFileSystem(SystemClock.INSTANCE, Capacity.unlimited()));
    private final List<Throwable> killed = new ArrayList<>();
    private final Kernel kernel = new Kernel(files, SystemClock.INSTANCE, (process, cause) -> killed.add(cause));
    private final List<String> output = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private Process parent = newParent();

    @BeforeEach
    void installPrograms() {
        kernel.install("/bin/echo", ShellTest::echo);
        kernel.install("/bin/cat", ShellTest::cat);
        kernel.install("/bin/exit", process -> {
            throw new ProcessExit(Integer.parseInt(process.arguments().get(1)));
        });
        kernel.install("/bin/crash", process -> {
            throw new IllegalStateException("as it was told");
        });
        parent = newParent();
    }

    private Process newParent() {
        DescriptorTable descriptors = new DescriptorTable();
        descriptors.open(ByteSource.of("input".getBytes(StandardCharsets.UTF_8)), false);
        descriptors.open(new LineSink(output::add), false);
        descriptors.open(new LineSink(errors::add), false);
        return kernel.create(new Launch(
                process -> 0, List.of("parent"), Map.of("PATH", "/sbin:/bin"), files.root(), 022, descriptors));
    }

    private static int echo(Process process) {
        String text = String.join(
                        " ", process.arguments().subList(1, process.arguments().size())) + "\n";
        process.descriptors().get(1).write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return 0;
    }

    private static int cat(Process process) {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        while (process.descriptors().get(0).read(buffer) > 0) {
            process.descriptors().get(1).write(buffer.flip());
            buffer.clear();
        }
        return 0;
    }

    @Test
    void aCommandRunsWithItsParentsStandardStreams() {
        assertThat(kernel.shell().system(parent, "echo hello \"you  there\"")).isEqualTo(new Exited(0));

        assertThat(output).containsExactly("hello you  there");
    }

    @Test
    void aCommandsExitStatusIsItsParentsWaitStatus() {
        ProcessEnd end = kernel.shell().system(parent, "/bin/exit 3");

        assertThat(end).isEqualTo(new Exited(3));
        assertThat(end.waitStatus()).isEqualTo(0x300);
        assertThat(new Exited(-1).waitStatus()).isEqualTo(0xff00);
    }

    @Test
    void aCommandThatFailsUnexpectedlyLooksKilledAndItsCauseIsKept() {
        ProcessEnd end = kernel.shell().system(parent, "crash");

        assertThat(end).isInstanceOf(Killed.class);
        assertThat(end.waitStatus()).isEqualTo(6);
        assertThat(killed).singleElement().satisfies(cause -> assertThat(cause).hasMessage("as it was told"));
    }

    @Test
    void aRelativePathCountsFromTheWorkingDirectory() {
        files.makeDirectory(files.root(), "/bin", 0755);
        parent.changeDirectory(files.directory(files.root(), "/bin"));

        assertThat(kernel.shell().system(parent, "./nothing").waitStatus()).isEqualTo(127 << 8);
        assertThat(kernel.shell().system(parent, "cat/").waitStatus()).isEqualTo(127 << 8);
        files.open(files.root(), "/bin/text", OpenFlags.O_CREAT | OpenFlags.O_WRONLY, 0644)
                .close();
        assertThat(kernel.shell().system(parent, "/bin/text").waitStatus()).isEqualTo(126 << 8);
    }

    @Test
    void whatTheShellRefusesIsSaidOnStandardError() {
        assertThat(kernel.shell().system(parent, "nothing").waitStatus()).isEqualTo(127 << 8);
        assertThat(kernel.shell().system(parent, "a | b").waitStatus()).isEqualTo(2 << 8);
        assertThat(kernel.shell().system(parent, "cat < /missing").waitStatus()).isEqualTo(1 << 8);

        assertThat(errors).hasSize(3);
        assertThat(errors.get(0)).isEqualTo("sh: nothing: not found");
        assertThat(errors.get(2)).startsWith("sh: cannot redirect, ENOENT");
    }

    @Test
    void redirectionsConnectFilesAndDescriptors() {
        kernel.shell().system(parent, "echo one > /file 2>&1");
        kernel.shell().system(parent, "echo two >> /file");
        kernel.shell().system(parent, "cat < /file");

        assertThat(output).containsExactly("one", "two");
    }

    @Test
    void aCommandOpenedForReadingHasRunAndItsOutputCanBeRead() {
        PipedCommand command = kernel.shell().popenForReading(parent, "echo text");
        ByteBuffer target = ByteBuffer.allocate(100);

        assertThat(command.stream().read(target)).isEqualTo(5);
        assertThat(command.stream().read(target)).isZero();
        assertThat(new String(target.array(), 0, 5, StandardCharsets.UTF_8)).isEqualTo("text\n");
        command.stream().release();
        assertThat(command.await()).isEqualTo(new Exited(0));
    }

    @Test
    void aCommandOpenedForWritingRunsWhenItIsWaitedFor() {
        PipedCommand command = kernel.shell().popenForWriting(parent, "cat");
        command.stream().write(ByteBuffer.wrap("what was written\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(output).isEmpty();
        command.stream().release();

        assertThat(command.await()).isEqualTo(new Exited(0));
        assertThat(output).containsExactly("what was written");
    }

    @Test
    void aProcessesDescriptorsAreClosedWhenItEnds() {
        ProcessEnd end = kernel.run(parent);

        assertThat(end).isEqualTo(new Exited(0));
        assertThat(parent.end()).contains(new Exited(0));
        assertThat(parent.descriptors().find(0)).isNull();
    }

    @Test
    void aRefusalThatNobodyCanReadHasItsStatusNevertheless() {
        Pipe unread = Pipe.bounded(0);
        unread.reader().release();
        parent.descriptors().replace(2, unread.writer());

        assertThat(kernel.shell().system(parent, "nothing")).isEqualTo(new Exited(127));

        parent.descriptors().close(2);
        assertThat(kernel.shell().system(parent, "nothing")).isEqualTo(new Exited(127));
    }

    /** As with a shell, whose search goes on behind a directory that is not there. */
    @Test
    void inADirectoryThatIsGoneOnlyRelativePathsAreNotFound() {
        Pipe pipe = Pipe.bounded(0);
        int writer = parent.descriptors().open(pipe.writer(), false);
        files.makeDirectory(files.root(), "/gone", 0755);
        parent.changeDirectory(files.directory(files.root(), "/gone"));
        files.removeDirectory(files.root(), "/gone");

        assertThat(kernel.shell().system(parent, "./echo")).isEqualTo(new Exited(127));
        assertThat(kernel.shell().system(parent, "/bin/echo here")).isEqualTo(new Exited(0));

        assertThat(output).containsExactly("here");
        parent.descriptors().close(writer);
        assertThat(pipe.reader().readiness()).isEqualTo(PollEvents.HANGUP);
    }

    @Test
    void aPathThatBeginsWithADirectoryThatIsGoneLeadsOn() {
        files.makeDirectory(files.root(), "/gone", 0755);
        Process child = kernel.create(new Launch(
                process -> 0,
                List.of("parent"),
                Map.of("PATH", ":relative:/bin"),
                files.directory(files.root(), "/gone"),
                022,
                parent.descriptors().inherit()));
        files.removeDirectory(files.root(), "/gone");

        assertThat(kernel.shell().system(child, "echo here")).isEqualTo(new Exited(0));

        assertThat(output).containsExactly("here");
    }
}
