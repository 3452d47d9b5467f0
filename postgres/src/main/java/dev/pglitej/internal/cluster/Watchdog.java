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
 * Reports a cluster that is stuck, with what each of its processes is at. It has no thread of its own: those who wait look at what they
 * wait for, and a report is made by a thread that comes and goes, since even the log may be what is stuck. Thread-safe.
 */
// RATIONALE: "Why does the watchdog only report?"
final class Watchdog {
    private static final System.Logger LOG = System.getLogger("dev.pglitej.watchdog");

    /** How many processes a report shows. */
    private static final int MOST_PROCESSES = 10;

    /** What runs now and then in any case, and nobody waits for. */
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

    /** A process that waits for the processor reports how long another has had it. */
    void processorHeld(long nanos) {
        report("a process has kept the processor from others for " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
    }

    /**
     * A process reports that it has waited for others for as long as its patience lasts, and reports that if it is in vain: those who
     * could end it have all rested since then, and no client keeps a transaction open.
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

    /** Says why, and what each process is at. Does not block. */
    void report(String reason) {
        DaemonThreads.of("pglitej watchdog", () -> write(reason)).start();
    }

    private record Ranked(Backend process, int rank) {}

    private List<String> details() {
        // Their ranks change meanwhile, which no sorting could bear.
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

    /** Once, where the database's log goes. What only a maintainer can read, the threads' stacks, goes to our logger at debug level. */
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
