package dev.pglitej.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The arguments of {@code benchmarks/instant}. Immutable.
 *
 * @param only the measurements to make
 */
record InstantOptions(boolean isQuick, Set<String> only) {
    private static final Set<String> NAMES = Set.of("warm", "process", "memory", "idle", "copies", "template");

    /** @throws UsageException when there is something that it does not know */
    static InstantOptions parse(String... arguments) {
        boolean quick = false;
        Set<String> only = NAMES;
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String option = rest.pop();
            switch (option) {
                case "--quick" -> quick = true;
                case "--only" -> only = Measurements.named(rest, NAMES);
                default -> throw new UsageException("unknown option " + option);
            }
        }
        return new InstantOptions(quick, only);
    }

    boolean isAskedFor(String name) {
        return only.contains(name);
    }

    /** How many warm databases are opened. */
    int rounds() {
        return isQuick ? 40 : 200;
    }

    int warmUps(Engine engine) {
        return rounds() / engine.everySoManyRounds();
    }

    /** How many processes are started for each median. */
    int processes() {
        return isQuick ? 3 : 9;
    }

    /** How many databases are idle at once. */
    int idleDatabases() {
        return isQuick ? 100 : 500;
    }

    /** How many forks are made, and snapshots opened. */
    int copies() {
        return isQuick ? 20 : 60;
    }
}
