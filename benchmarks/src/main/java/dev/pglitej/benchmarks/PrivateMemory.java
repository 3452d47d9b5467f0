package dev.pglitej.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What of Linux's memory is there for one process alone. Immutable.
 *
 * @param bytes its anonymous pages, its share of mapped files, and all that its memory files hold, mapped or not
 * @param rss all its resident pages, those counted twice that it maps twice
 */
record PrivateMemory(long bytes, long rss) {
    static final double MEGABYTE = 1 << 20;

    private static final long BLOCK = 512;

    static PrivateMemory of(ProcessHandle process) throws IOException {
        Path directory = Path.of("/proc", Long.toString(process.pid()));
        List<String> rollup = Files.readAllLines(directory.resolve("smaps_rollup"));
        long mapped = kilobytes(rollup, "Pss_Anon:") + kilobytes(rollup, "Pss_File:");
        return new PrivateMemory(mapped * 1024 + memoryFiles(directory), kilobytes(rollup, "Rss:") * 1024);
    }

    private static long kilobytes(List<String> lines, String key) {
        for (String line : lines) {
            if (line.startsWith(key)) return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
        throw new IllegalArgumentException("no line '" + key + "' in " + lines);
    }

    /** What files hold that have no name but a descriptor. Java does not tell how many blocks a file has; stat does. */
    private static long memoryFiles(Path process) throws IOException {
        List<String> command = new ArrayList<>(List.of("stat", "-L", "-c", "%b"));
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.readSymbolicLink(descriptor).toString().contains("memfd:")) {
                    command.add(descriptor.toString());
                }
            }
        }
        Process stat = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = stat.inputReader()) {
            return output.lines().mapToLong(Long::parseLong).sum() * BLOCK;
        }
    }
}
