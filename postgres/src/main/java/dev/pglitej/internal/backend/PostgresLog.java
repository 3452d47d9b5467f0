package dev.pglitej.internal.backend;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The lines that a cluster's processes write to their standard error. It keeps the last lines for error messages. Thread-safe. */
// RATIONALE: "Why does the host write lines of the log?"
public final class PostgresLog {
    /** The default listener: the logger {@code dev.pglitej.postgres}, at debug level. */
    public static final Consumer<String> UNHEARD =
            line -> System.getLogger("dev.pglitej.postgres").log(System.Logger.Level.DEBUG, line);

    private static final int KEPT = 50;

    private final Consumer<String> listener;
    private final Deque<String> last = new ArrayDeque<>();

    /** @param listener called for every line, by the thread of the process that wrote it */
    public PostgresLog(Consumer<String> listener) {
        this.listener = listener;
    }

    /**
     * Whether the user has given a listener. Without one, merely informative lines are left out, because loading a logger costs a new JVM
     * time.
     */
    public boolean isHeard() {
        return listener != UNHEARD;
    }

    /** Adds a line of a process. */
    public void add(String line) {
        keep(line);
        listener.accept(line);
    }

    /** Adds a message of the host as the postmaster, with the default prefix of PostgreSQL's lines (log_line_prefix). */
    public void postmaster(String message) {
        postmaster("LOG", message);
    }

    /** The same at another level, such as WARNING or DETAIL. */
    public void postmaster(String level, String message) {
        add(time(Instant.now()) + " UTC [" + Postmaster.PID + "] " + level + ":  " + message);
    }

    /** Logs that the database accepts connections, as a postmaster does. */
    public void ready() {
        postmaster("database system is ready to accept connections");
    }

    /** Adds a line that appears only in error messages. */
    void keep(String line) {
        synchronized (last) {
            if (last.size() == KEPT) last.removeFirst();
            last.addLast(line);
        }
    }

    /** A time in PostgreSQL's format, written by hand, because loading a formatter takes a new JVM milliseconds. */
    static String time(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(23);
        text.append(time.getYear());
        padded(text, '-', time.getMonthValue(), 10);
        padded(text, '-', time.getDayOfMonth(), 10);
        padded(text, ' ', time.getHour(), 10);
        padded(text, ':', time.getMinute(), 10);
        padded(text, ':', time.getSecond(), 10);
        padded(text, '.', time.getNano() / 1_000_000, 100);
        return text.toString();
    }

    private static void padded(StringBuilder text, char before, int number, int least) {
        text.append(before);
        for (int limit = least; limit > 1 && number < limit; limit /= 10) text.append('0');
        text.append(number);
    }

    /** The last lines, oldest first. */
    public List<String> tail() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }
}
