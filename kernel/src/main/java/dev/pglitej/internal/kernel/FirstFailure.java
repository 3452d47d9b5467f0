package dev.pglitej.internal.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The first failure of several steps that are all done, such as closing one thing after the other; the others are suppressed in it.
 * Confined to one thread.
 */
public final class FirstFailure {
    private @Nullable RuntimeException first;

    /** Does a step, and keeps what it throws. */
    public void in(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (first == null) first = e;
            else HostLog.suppress(first, e);
        }
    }

    /** Throws the first failure, if there was one. */
    public void rethrow() {
        if (first != null) throw first;
    }

    /** Suppresses it in the failure because of which the steps were done. */
    public void suppressIn(Throwable cause) {
        if (first != null) HostLog.suppress(cause, first);
    }
}
