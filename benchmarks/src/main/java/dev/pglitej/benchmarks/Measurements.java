package dev.pglitej.benchmarks;

import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.stream.Collectors;

/** The value of the option {@code --only}: names of measurements, separated by commas. Stateless. */
final class Measurements {
    private Measurements() {}

    /**
     * Takes it from the arguments that are left.
     *
     * @throws UsageException when there is none, or it has a name that is not known
     */
    static Set<String> named(Deque<String> rest, Set<String> known) {
        if (rest.isEmpty()) throw new UsageException("--only needs a value");
        Set<String> names = Arrays.stream(rest.pop().split(",", -1)).collect(Collectors.toUnmodifiableSet());
        for (String name : names) {
            if (!known.contains(name)) throw new UsageException("there is no measurement " + name);
        }
        return names;
    }
}
