package dev.pglitej.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A library that lets each fsync of a program take longer, where the program is started with it. Immutable. */
record SlowFsync(Path library) {
    private static final String SOURCE = "benchmarks/src/main/c/slow_fsync.c";

    /**
     * Compiles it.
     *
     * @param home the project's directory
     * @param directory where to put it
     * @param longer how much longer each fsync is to take
     * @throws IllegalStateException when the C compiler is missing, or refuses it
     */
    static SlowFsync compile(Path home, Path directory, Duration longer) {
        if (!isCompilable()) {
            throw new IllegalStateException(
                    "cc is not on the PATH, which a slower fsync is compiled with; install a C compiler"
                            + " (Debian: apt-get install gcc libc6-dev), or name other measurements with --only");
        }
        Path library = directory.resolve("slow_fsync.so");
        Command.run(List.of(
                "cc",
                "-std=gnu11",
                "-O2",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-shared",
                "-fPIC",
                "-DSLOW_FSYNC_MICROS=" + TimeUnit.MICROSECONDS.convert(longer) + "L",
                "-o",
                library.toString(),
                home.resolve(SOURCE).toAbsolutePath().toString(),
                "-ldl"));
        return new SlowFsync(library);
    }

    static boolean isCompilable() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "cc")));
    }

    /** What a program has in its environment to run with it. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString());
    }

    /** @throws IllegalStateException when the process runs without it */
    void requireIn(ProcessHandle process) throws IOException {
        String mapped = Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"));
        if (!mapped.contains(library.toString())) {
            throw new IllegalStateException(library + " is not in process " + process.pid()
                    + ", whose fsync is as fast as ever; does its program, or a script before it, unset LD_PRELOAD?");
        }
    }
}
