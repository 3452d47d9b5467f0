package dev.pglitej.natives.finder;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Decides only where evidence leaves one candidate. */
final class Choice {
    private Choice() {}

    /**
     * The one candidate.
     *
     * @param what the C name that is looked for
     * @param evidence what singles it out, as the failure tells it
     * @throws FinderException unless there is exactly one
     */
    static <T> T only(String what, String evidence, Collection<T> candidates) {
        List<T> distinct = candidates.stream().distinct().toList();
        if (distinct.size() == 1) return distinct.get(0);
        String found = distinct.isEmpty()
                ? "nothing"
                : distinct.stream().map(String::valueOf).collect(Collectors.joining(", "));
        throw new FinderException("cannot find " + what + ": looked for " + evidence + ", found " + found
                + "; the binary is of another build, so the rule for " + what + " needs a look");
    }

    /** Fails unless a second piece of evidence agrees. */
    static void check(boolean agrees, String what, String evidence) {
        if (!agrees) throw new FinderException("cannot trust the find of " + what + ": expected " + evidence);
    }
}
