package dev.pglitej.backend;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** What a cluster's processes write to their standard error, line by line; the last lines are kept for error messages. Thread-safe. */
public final class ServerLog {
    private static final int KEPT = 50;

    private final Consumer<String> listener;
    private final Deque<String> last = new ArrayDeque<>();

    /** @param listener called for every line, by the thread of the process that wrote it */
    public ServerLog(Consumer<String> listener) {
        this.listener = listener;
    }

    /** Adds a line of a process's, or of the postmaster's. */
    public void add(String line) {
        synchronized (last) {
            if (last.size() == KEPT) last.removeFirst();
            last.addLast(line);
        }
        listener.accept(line);
    }

    /** The last lines, oldest first. */
    public List<String> tail() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }
}
