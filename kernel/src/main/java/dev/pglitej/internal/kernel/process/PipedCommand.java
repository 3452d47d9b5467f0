package dev.pglitej.internal.kernel.process;

import dev.pglitej.internal.kernel.io.Description;
import java.util.function.Supplier;

/** A command that popen(3) started. Confined to the thread of the process that started it. */
public final class PipedCommand {

    private final Description stream;
    private final Supplier<ProcessEnd> ending;

    PipedCommand(Description stream, Supplier<ProcessEnd> ending) {
        this.stream = stream;
        this.ending = ending;
    }

    /** The caller's end of the pipe, with one reference that the caller takes over. */
    public Description stream() {
        return stream;
    }

    /** How the command ended, or ends now. Call it once, after the caller's end has been closed, as pclose(3) does. */
    public ProcessEnd await() {
        return ending.get();
    }
}
