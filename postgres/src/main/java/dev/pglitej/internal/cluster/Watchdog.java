package dev.pglitej.internal.cluster;

import static dev.pglitej.internal.backend.BackendKind.AUTOVACUUM_LAUNCHER;
import static dev.pglitej.internal.backend.BackendKind.BACKGROUND_WRITER;
import static dev.pglitej.internal.backend.BackendKind.WAL_WRITER;

import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.backend.PostgresLog;
import dev.pglitej.internal.kernel.DaemonThreads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reports a stuck cluster, with the activity of each of its processes. It has no thread of its own: waiting threads check what they wait
 * for. A temporary thread writes the report, because the log itself may be stuck. Thread-safe.
 */
// RATIONALE: "Why does the watchdog only report?"
final class Watchdog {
    private static final System.Logger LOG = System.getLogger("dev.pglitej.watchdog");

    /** How many processes a report shows. */
    private static final int MOST_PROCESSES = 10;

    /** Processes that run periodically and for which no other process waits. */
    private static final Set<BackendKind> PERIODIC =
            Collections.unmodifiableSet(EnumSet.of(BACKGROUND_WRITER, WAL_WRITER, AUTOVACUUM_LAUNCHER));

    private final Children children;
    private final Patience patience;
    private final PostgresLog log;

    Watchdog(Children children, Patience patience, PostgresLog log) {
        this.children = children;
        this.patience = patience;
        this.log = log;
    }

    /** Called by a process that waits for the processor, with the time for which another has held it. */
    void processorHeld(long nanos) {
        report("a process has kept the processor from others for " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
    }

    /**
     * Called by a process that has waited for others until its patience ended. Reports that if the wait is in vain: all processes that
     * could end it have rested since, and no client keeps a transaction open.
     *
     * @return whether it was reported
     */
    boolean waitsInVain(int pid) {
        boolean inVain = children.all().stream()
                .filter(process -> process.pid() != pid && !PERIODIC.contains(process.kind()))
                .allMatch(process -> process.rests(patience.watchNanos()) && !process.waitsForClientInTransaction());
        if (inVain) report("process " + pid + " waits for other processes, and none of them runs");
        return inVain;
    }

    /** Reports the reason and the activity of each process. Does not block. */
    void report(String reason) {
        DaemonThreads.of("pglitej watchdog", () -> write(reason)).start();
    }

    private record Ranked(Backend process, int rank) {}

    private List<String> details() {
        // Ranks are read once, because they change meanwhile and a sort needs constant ones.
        List<Ranked> all = children.all().stream()
                .map(process -> new Ranked(process, process.rank()))
                .sorted(Comparator.comparingInt(Ranked::rank))
                .toList();
        List<String> details = new ArrayList<>();
        for (Ranked shown : all.subList(0, Math.min(all.size(), MOST_PROCESSES))) {
            details.add(shown.process().report());
        }
        if (all.size() > MOST_PROCESSES) details.add("and " + (all.size() - MOST_PROCESSES) + " other processes");
        return details;
    }

    /** Once, to the database's log. The stacks of the threads, which only help maintainers, go to our logger at debug level. */
    private void write(String reason) {
        String headline = "the database may be stuck: " + reason;
        List<String> details = details();
        if (log.isHeard()) {
            log.postmaster("WARNING", headline);
            details.forEach(detail -> log.postmaster("DETAIL", detail));
        } else {
            LOG.log(System.Logger.Level.WARNING, headline + "\n    " + String.join("\n    ", details));
        }
        if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
            for (Backend process : children.all()) {
                List<String> stack = process.stack();
                if (!stack.isEmpty()) LOG.log(System.Logger.Level.DEBUG, String.join("\n", stack));
            }
        }
    }
}
