package dev.pglitej.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The arguments of {@code benchmarks/jdbc}. Immutable.
 *
 * @param quick whether to be done within a minute
 * @param only the measurements to make
 */
record JdbcOptions(boolean quick, Set<String> only) {
    static final String USAGE = """
            usage: benchmarks/jdbc [option...]
              --quick           a tenth of the rows and fewer rounds: done within a minute
              --only NAME,...   these measurements only: select, batch-insert, read, read-cursor
            """;

    static final Set<String> NAMES = Set.of("select", "batch-insert", "read", "read-cursor");

    private static final int SELECTS = 5_000;
    private static final int FULL_ROUNDS = 7;
    private static final int QUICK_ROUNDS = 3;

    /** @throws UsageException when there is something that it does not know */
    static JdbcOptions parse(String... arguments) {
        JdbcOptions options = new JdbcOptions(false, NAMES);
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String option = rest.pop();
            options = switch (option) {
                case "--quick" -> new JdbcOptions(true, options.only);
                case "--only" -> new JdbcOptions(options.quick, Measurements.named(rest, NAMES));
                default -> throw new UsageException("unknown option " + option);
            };
        }
        return options;
    }

    int rounds() {
        return quick ? QUICK_ROUNDS : FULL_ROUNDS;
    }

    int rowsToRead() {
        return quick ? 100_000 : 1_000_000;
    }

    int rowsToInsert() {
        return quick ? 10_000 : 100_000;
    }

    /** The measurements that were asked for. */
    List<JdbcWork> work() {
        return Stream.<JdbcWork>of(
                        new JdbcWork.Select(SELECTS, rowsToRead()),
                        new JdbcWork.BatchInsert(rowsToInsert()),
                        new JdbcWork.Read("read", rowsToRead(), 0),
                        new JdbcWork.Read("read-cursor", rowsToRead(), 1_000))
                .filter(work -> only.contains(work.name()))
                .toList();
    }
}
