package dev.pglitej.jdbc;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The databases that belong to one connection each, counted by the URLs that opened them. A program that has two of them open, as a pool
 * does, probably expects one database, so the log warns once for each URL. Thread-safe.
 */
final class PrivateDatabases {
    private static final System.Logger LOG = System.getLogger(PrivateDatabases.class.getName());

    private final Map<String, Integer> open = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    /** Call this when a database has been opened, and the result when it has been closed. */
    Runnable opened(String url) {
        if (isFirstToBeTold(url)) {
            LOG.log(
                    Level.WARNING,
                    "several connections of {0} are open, and each has a database of its own; if they should share one, as"
                            + " the connections of a pool do, give it a name: jdbc:pglite:memory:NAME",
                    withoutParameters(url));
        }
        return () -> closed(url);
    }

    /** The parameters may contain a password. */
    private static String withoutParameters(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }

    private synchronized boolean isFirstToBeTold(String url) {
        return open.merge(url, 1, Integer::sum) == 2 && told.add(url);
    }

    private synchronized void closed(String url) {
        open.computeIfPresent(url, (same, count) -> count == 1 ? null : count - 1);
    }
}
