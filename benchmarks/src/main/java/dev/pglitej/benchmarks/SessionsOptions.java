package dev.pglitej.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The arguments of {@code benchmarks/sessions}. Immutable.
 *
 * @param seconds how long each side runs in each round of pgbench
 * @param rounds how often each side has its turn
 * @param only the measurements to make
 */
record SessionsOptions(int seconds, int rounds, Set<String> only) {
    static final String USAGE = """
            usage: benchmarks/sessions [option...]
              --quick           short runs: done within two minutes
              --only NAME,...   these measurements only: connect, memory, select, tpcb, fairness
            pgbench has to be on the PATH (Debian: apt-get install postgresql-contrib).
            """;

    static final Set<String> NAMES = Set.of("connect", "memory", "select", "tpcb", "fairness");

    /** @throws UsageException when there is something that it does not know */
    static SessionsOptions parse(String... arguments) {
        SessionsOptions options = new SessionsOptions(10, 3, NAMES);
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String option = rest.pop();
            options = switch (option) {
                case "--quick" -> new SessionsOptions(2, 2, options.only);
                case "--only" -> new SessionsOptions(options.seconds, options.rounds, Measurements.named(rest, NAMES));
                default -> throw new UsageException("unknown option " + option);
            };
        }
        return options;
    }
}
