package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What many idle databases cost, beyond what an idle JVM does. Confined to one thread. */
final class IdleMeasurement {
    private static final int HEAP_MEGABYTES = 1024;
    private static final int SECONDS = 10;
    /** Databases notice after ten seconds that nobody uses them. */
    private static final int SETTLING_SECONDS = 25;

    private static final double PERCENT = 0.1;

    private final InstantOptions options;
    private final Report report;
    private final PrintStream log;

    IdleMeasurement(InstantOptions options, Report report, PrintStream log) {
        this.options = options;
        this.report = report;
        this.log = log;
    }

    void run() throws IOException {
        log.println("idle databases");
        try (ManyDatabases many = ManyDatabases.start(HEAP_MEGABYTES)) {
            int few = many.open(1);
            pause(SETTLING_SECONDS);
            PrivateMemory memoryBefore = many.memory();
            ProcessLoad before = ProcessLoad.of(many.jvm());
            int all = many.open(options.idleDatabases());
            pause(SETTLING_SECONDS);
            ProcessLoad settled = ProcessLoad.of(many.jvm());
            pause(SECONDS);
            ProcessLoad after = ProcessLoad.of(many.jvm());
            double more = Math.max(1, all - few);
            report.line("idle-databases", Integer.toString(all), "count");
            report.line("idle-databases-wakeups", perSecond(after.wakeups() - settled.wakeups()), "1/s");
            report.line(
                    "idle-databases-cpu",
                    Report.number((after.cpuMillis() - settled.cpuMillis()) * PERCENT / SECONDS),
                    "%");
            report.line("idle-database-threads", Report.number((after.threads() - before.threads()) / more), "count");
            report.line(
                    "idle-database-mappings", Report.number((after.mappings() - before.mappings()) / more), "count");
            double bytes = many.memory().bytes() - memoryBefore.bytes();
            report.line("idle-database-memory", Report.number(bytes / PrivateMemory.MEGABYTE / more), "MB");
        }
    }

    private static String perSecond(long count) {
        return Report.number((double) count / SECONDS);
    }

    private static void pause(int seconds) {
        long begin = System.nanoTime();
        long left = TimeUnit.SECONDS.toNanos(seconds);
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = TimeUnit.SECONDS.toNanos(seconds) - (System.nanoTime() - begin);
        }
    }
}
