package dev.pglitej.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process has used of Linux since it started. Immutable.
 *
 * @param wakeups how often its living threads have waited
 * @param cpuMillis the time of processors that it has used
 */
record ProcessLoad(long wakeups, long cpuMillis, int threads, int mappings) {
    /** USER_HZ is 100 on all platforms of Linux that have a JVM. */
    private static final long MILLIS_PER_TICK = 10;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    static ProcessLoad of(ProcessHandle process) throws IOException {
        Path directory = Path.of("/proc", Long.toString(process.pid()));
        // The name, in parentheses, may have spaces; the numbers count from behind it.
        String stat = Files.readString(directory.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        List<Path> threads;
        try (Stream<Path> tasks = Files.list(directory.resolve("task"))) {
            threads = tasks.toList();
        }
        long wakeups = 0;
        for (Path thread : threads) wakeups += waits(thread.resolve("status"));
        int mappings = Files.readAllLines(directory.resolve("maps")).size();
        return new ProcessLoad(wakeups, ticks * MILLIS_PER_TICK, threads.size(), mappings);
    }

    private static long waits(Path status) throws IOException {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("voluntary_ctxt_switches:")) return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
            return 0;
        } catch (NoSuchFileException e) {
            // The thread has ended.
            return 0;
        }
    }
}
