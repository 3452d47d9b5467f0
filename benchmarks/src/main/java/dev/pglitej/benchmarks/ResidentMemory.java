package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux says that a process keeps in memory. Immutable.
 *
 * @param rss bytes of all its resident pages
 * @param pss the same with each shared page divided among those who share it
 */
record ResidentMemory(long rss, long pss) {

    static ResidentMemory of(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
        try {
            return parse(Files.readAllLines(file));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    /** Bytes resident in a process, for comparing processes; none in one that ends meanwhile. */
    static long bytesOf(ProcessHandle process) {
        return ofAnyLeft(process).rss();
    }

    /** Nothing, of a process that has ended. */
    static ResidentMemory ofAnyLeft(ProcessHandle process) {
        try {
            return of(process);
        } catch (UncheckedIOException ended) {
            return new ResidentMemory(0, 0);
        }
    }

    static ResidentMemory parse(List<String> smapsRollup) {
        return new ResidentMemory(bytes(smapsRollup, "Rss:"), bytes(smapsRollup, "Pss:"));
    }

    private static long bytes(List<String> lines, String key) {
        return lines.stream()
                .map(line -> line.trim().split("\\s+", -1))
                .filter(fields -> fields.length == 3 && fields[0].equals(key) && fields[2].equals("kB"))
                .mapToLong(fields -> Long.parseLong(fields[1]) * 1024)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no line '" + key + " ... kB' in " + lines));
    }
}
