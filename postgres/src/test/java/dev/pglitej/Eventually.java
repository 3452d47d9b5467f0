package dev.pglitej;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. Stateless. */
public final class Eventually {
    /** How long anything may take before a test fails; only ever reached when something is broken. */
    public static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Eventually() {}

    public static void eventually(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                throw new AssertionError(
                        "not within " + TimeUnit.NANOSECONDS.toSeconds(DEADLINE_NANOS) + " s: " + what);
            }
            Thread.onSpinWait();
        }
    }
}
