package dev.pglitej.conformance.isolation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** All orders of some sessions' steps in which each session's own steps stay in order. Stateless. */
final class Interleavings {
    private Interleavings() {}

    static List<List<Step>> of(Collection<List<Step>> sessions) {
        List<List<Step>> found = new ArrayList<>();
        extend(List.of(), List.copyOf(sessions), found);
        return found;
    }

    private static void extend(List<Step> begun, List<List<Step>> rest, List<List<Step>> found) {
        if (rest.stream().allMatch(List::isEmpty)) {
            found.add(begun);
            return;
        }
        for (int i = 0; i < rest.size(); i++) {
            List<Step> steps = rest.get(i);
            if (steps.isEmpty()) continue;
            List<Step> longer = new ArrayList<>(begun);
            longer.add(steps.get(0));
            List<List<Step>> left = new ArrayList<>(rest);
            left.set(i, steps.subList(1, steps.size()));
            extend(longer, left, found);
        }
    }
}
