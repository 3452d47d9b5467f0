package dev.pglitej.benchmarks;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The arguments of {@code benchmarks/instant}. Immutable.
 *
 * @param only the measurements to make
 */
record InstantOptions(boolean isQuick, Set<String> only) {
    private static final Set<String> NAMES = Set.of("warm", "process", "memory", "copies", "template");

    /** @throws UsageException when there is something that it does not know */
    static InstantOptions parse(String... arguments) {
        boolean quick = false;
        Set<String> only = NAMES;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--only" -> {
                    i++;
                    if (i == arguments.length) throw new UsageException("--only needs a value");
                    only = names(arguments[i]);
                }
                default -> throw new UsageException("unknown option " + arguments[i]);
            }
        }
        return new InstantOptions(quick, only);
    }

    private static Set<String> names(String list) {
        Set<String> names = Arrays.stream(list.split(",", -1)).collect(Collectors.toUnmodifiableSet());
        for (String name : names) {
            if (!NAMES.contains(name)) throw new UsageException("there is no measurement " + name);
        }
        return names;
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

    /** How many forks are made, and snapshots opened. */
    int copies() {
        return isQuick ? 20 : 60;
    }
}
