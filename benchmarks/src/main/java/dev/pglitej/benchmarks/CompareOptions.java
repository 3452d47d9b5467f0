package dev.pglitej.benchmarks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The arguments of {@code compare}. Immutable.
 *
 * @param quick whether to be done within a minute
 * @param rounds how often each side has its turn
 * @param only names of the rows to run; all when empty
 * @param ours a server to measure instead of starting {@code bin/pglitej serve}
 * @param against a server to compare with instead of starting native PostgreSQL
 */
record CompareOptions(boolean quick, int rounds, Set<String> only, Optional<Address> ours, Optional<Address> against) {
    static final String USAGE = """
            usage: benchmarks/compare [option...]
              --quick           smaller data and fewer rounds: done within a minute
              --rounds N        how often each side has its turn (5, with --quick 3)
              --only NAME,...   these rows only, by the names that the lines begin with
              --ours HOST:PORT  measure this server instead of starting bin/pglitej serve
              --against HOST:PORT  compare with this server instead of starting native PostgreSQL
            """;

    private static final int FULL_ROUNDS = 5;
    private static final int QUICK_ROUNDS = 3;

    /** @throws UsageException when there is something that it does not know */
    static CompareOptions parse(String... arguments) {
        boolean quick = false;
        Optional<Integer> rounds = Optional.empty();
        Set<String> only = Set.of();
        Optional<Address> ours = Optional.empty();
        Optional<Address> against = Optional.empty();
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String option = rest.pop();
            switch (option) {
                case "--quick" -> quick = true;
                case "--rounds" -> rounds = Optional.of(positive(option, value(option, rest)));
                case "--only" -> only = names(value(option, rest));
                case "--ours" -> ours = Optional.of(address(option, value(option, rest)));
                case "--against" -> against = Optional.of(address(option, value(option, rest)));
                default -> throw new UsageException("unknown option " + option);
            }
        }
        return new CompareOptions(quick, rounds.orElse(quick ? QUICK_ROUNDS : FULL_ROUNDS), only, ours, against);
    }

    Scale scale() {
        return quick ? Scale.quick() : Scale.full();
    }

    /**
     * The rows that were asked for, in their order.
     *
     * @throws UsageException when one was asked for that is not there
     */
    List<Row> choose(List<Row> rows) {
        Set<String> known = rows.stream().map(Row::name).collect(Collectors.toSet());
        only.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new UsageException("there is no row " + name + "; there are "
                    + rows.stream().map(Row::name).collect(Collectors.joining(", ")));
        });
        return rows.stream()
                .filter(row -> only.isEmpty() || only.contains(row.name()))
                .toList();
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) throw new UsageException(option + " needs a value");
        return rest.pop();
    }

    private static int positive(String option, String value) {
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new UsageException(option + " needs a number from 1 on, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private static Set<String> names(String value) {
        return Arrays.stream(value.split(",", -1))
                .filter(name -> !name.isBlank())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Address address(String option, String value) {
        return Address.in(value)
                .filter(found -> found.toString().equals(value))
                .orElseThrow(() -> new UsageException(option + " needs HOST:PORT, not '" + value + "'"));
    }
}
