package dev.pglitej.jdbc;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The databases that belong to one connection each, counted by the URLs that opened them. A program that opens a second one beside the
 * first, as a pool does, most likely means one database: the log says once for each URL that there are two. Thread-safe.
 */
final class PrivateDatabases {
    private static final System.Logger LOG = System.getLogger(PrivateDatabases.class.getName());

    private final Map<String, Integer> open = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    /** To be called when one has been opened; the result when it has been closed. */
    Runnable opened(String url) {
        if (isFirstToBeTold(url)) {
            LOG.log(
                    Level.WARNING,
                    "several connections of {0} are open, and each has a database of its own; if they are to share one, as those"
                            + " of a pool do, name it: jdbc:pglite:memory:NAME",
                    withoutParameters(url));
        }
        return () -> closed(url);
    }

    /** A password may be among them. */
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
