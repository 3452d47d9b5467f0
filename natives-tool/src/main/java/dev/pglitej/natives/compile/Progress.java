package dev.pglitej.natives.compile;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Prints what the build does, how far it is, and how long it has taken. Thread-safe. */
public final class Progress {
    private static final int LINES_A_STEP = 20;

    private final PrintStream out;
    private final InstantSource clock;
    private final Instant start;

    public Progress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    public synchronized void say(String what) {
        Duration elapsed = Duration.between(start, clock.instant());
        out.println("[natives %4d s] %s".formatted(elapsed.toSeconds(), what));
    }

    /** Reports that so many of all are done; not every time where there are many. */
    public void count(String what, int done, int all) {
        int stride = Math.max(1, all / LINES_A_STEP);
        if (done % stride == 0 || done == all) say(what + ": " + done + " of " + all);
    }
}
