package dev.pglitej.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The arguments of {@code benchmarks/directories}. Immutable.
 *
 * @param only the measurements to make
 */
record DirectoriesOptions(boolean isQuick, Set<String> only) {
    static final String USAGE = """
            usage: benchmarks/directories [option...]
              --quick           short runs: done within two minutes
              --only NAME,...   these measurements only: open, backup, commits, clients, reads, checkpoint, and with an
                                fsync that takes 2 ms longer slow-clients, slow-reads, slow-checkpoint
            Writes up to 2 GB below the directory for temporary files; -Djava.io.tmpdir in JAVA_TOOL_OPTIONS names another.
            From clients on, pgbench has to be on the PATH (Debian: apt-get install postgresql-contrib); for a slower
            fsync, cc, too (Debian: apt-get install gcc libc6-dev).
            """;

    static final Set<String> NAMES = Set.of(
            "open",
            "backup",
            "commits",
            "clients",
            "reads",
            "checkpoint",
            "slow-clients",
            "slow-reads",
            "slow-checkpoint");

    /** @throws UsageException when there is something that it does not know */
    static DirectoriesOptions parse(String... arguments) {
        DirectoriesOptions options = new DirectoriesOptions(false, NAMES);
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String option = rest.pop();
            options = switch (option) {
                case "--quick" -> new DirectoriesOptions(true, options.only);
                case "--only" -> new DirectoriesOptions(options.isQuick, Measurements.named(rest, NAMES));
                default -> throw new UsageException("unknown option " + option);
            };
        }
        return options;
    }

    boolean isAskedFor(String name) {
        return only.contains(name);
    }

    /** How long each side runs in each round. */
    int seconds() {
        return isQuick ? 1 : 4;
    }

    /** How often each side has its turn when pgbench measures it. */
    int rounds() {
        return isQuick ? 2 : 3;
    }

    /** How many new tables are written by a checkpoint. */
    int tables() {
        return isQuick ? 500 : 2000;
    }
}
