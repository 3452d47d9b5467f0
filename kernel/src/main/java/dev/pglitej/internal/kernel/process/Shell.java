package dev.pglitej.internal.kernel.process;

import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.io.Descriptions;
import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.io.Pipe;
import dev.pglitej.internal.kernel.process.ShellCommand.Redirection;
import dev.pglitej.internal.kernel.process.ShellCommand.SyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Runs command lines as children of the process that asks, on its thread. Thread-safe. */
public final class Shell {

    private static final int STANDARD_ERROR = 2;
    private static final int FILE_MODE = 0666;

    /** The exit status of shells for failures of their own. */
    private static final int CANNOT_REDIRECT = 1;

    private static final int SYNTAX_ERROR = 2;
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private final Kernel kernel;

    Shell(Kernel kernel) {
        this.kernel = kernel;
    }

    /** system(3): runs the command to its end. */
    public ProcessEnd system(Process parent, String command) {
        return run(parent, command, parent.descriptors().inherit());
    }

    /** popen(3) with "r": runs the command to its end; what it wrote to its standard output waits to be read. */
    public PipedCommand popenForReading(Process parent, String command) {
        Pipe pipe = Pipe.unbounded();
        DescriptorTable descriptors = parent.descriptors().inherit();
        descriptors.replace(1, pipe.writer());
        ProcessEnd end = run(parent, command, descriptors);
        return new PipedCommand(pipe.reader(), () -> end);
    }

    /** popen(3) with "w": the command runs, with all that was written as its standard input, when it is waited for. */
    public PipedCommand popenForWriting(Process parent, String command) {
        Pipe pipe = Pipe.unbounded();
        return new PipedCommand(pipe.writer(), () -> {
            DescriptorTable descriptors = parent.descriptors().inherit();
            descriptors.replace(0, pipe.reader());
            return run(parent, command, descriptors);
        });
    }

    private ProcessEnd run(Process parent, String command, DescriptorTable descriptors) {
        try {
            ShellCommand line = ShellCommand.parse(command);
            for (Redirection redirection : line.redirections()) redirect(parent, descriptors, redirection);
            Optional<Program> program = locate(parent, line.words().get(0));
            if (program.isEmpty()) {
                return refuse(descriptors, line.words().get(0) + ": not found", notFound(parent, line));
            }
            return kernel.run(kernel.create(new Launch(
                    program.get(),
                    line.words(),
                    parent.environment(),
                    parent.workingDirectory(),
                    parent.umask(),
                    descriptors)));
        } catch (SyntaxException e) {
            return refuse(descriptors, String.valueOf(e.getMessage()), SYNTAX_ERROR);
        } catch (RedirectionException e) {
            return refuse(descriptors, String.valueOf(e.getMessage()), CANNOT_REDIRECT);
        }
    }

    private static final class RedirectionException extends Exception {
        private static final long serialVersionUID = 1L;

        RedirectionException(String message, ErrnoException cause) {
            super(message, cause, false, false);
        }
    }

    private static void redirect(Process parent, DescriptorTable descriptors, Redirection redirection)
            throws RedirectionException {
        try {
            if (redirection instanceof Redirection.ToFile to) {
                int mode = FILE_MODE & ~parent.umask();
                Description file = Descriptions.of(
                        parent.files().open(parent.workingDirectory(), to.path(), to.openFlags(), mode),
                        to.openFlags());
                descriptors.replace(to.descriptor(), file);
            } else if (redirection instanceof Redirection.ToDescriptor to && to.descriptor() != to.source()) {
                descriptors.duplicateTo(to.source(), to.descriptor(), false);
            }
        } catch (ErrnoException e) {
            throw new RedirectionException("cannot redirect, " + e.errno() + ": " + redirection, e);
        }
    }

    /** The program of that name: a path, or a name to be looked for along PATH. */
    private Optional<Program> locate(Process parent, String name) {
        if (name.contains("/")) return programAt(parent, name);
        for (String directory : parent.environment().getOrDefault("PATH", "").split(":", -1)) {
            String prefix = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
            Optional<Program> found = programAt(parent, prefix + name);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    /** Empty also for a relative path if the working directory has been removed. */
    private Optional<Program> programAt(Process parent, String path) {
        try {
            return kernel.program(absolute(parent, path));
        } catch (ErrnoException e) {
            return Optional.empty();
        }
    }

    private static String absolute(Process parent, String path) {
        if (path.startsWith("/")) return path;
        String here = parent.files().pathOf(parent.workingDirectory());
        return (here.endsWith("/") ? here : here + "/") + path;
    }

    /** A file that exists but is not one of our programs cannot be executed. */
    private static int notFound(Process parent, ShellCommand line) {
        String name = line.words().get(0);
        if (!name.contains("/")) return NOT_FOUND;
        try {
            parent.files().resolve(parent.workingDirectory(), name);
            return NOT_EXECUTABLE;
        } catch (ErrnoException e) {
            return NOT_FOUND;
        }
    }

    private static ProcessEnd refuse(DescriptorTable descriptors, String message, int status) {
        try (descriptors) {
            Description standardError = descriptors.find(STANDARD_ERROR);
            if (standardError != null) {
                standardError.write(ByteBuffer.wrap(("sh: " + message + "\n").getBytes(StandardCharsets.UTF_8)));
            }
        } catch (ErrnoException nowhereToSaySo) {
            return new ProcessEnd.Exited(status);
        }
        return new ProcessEnd.Exited(status);
    }
}
