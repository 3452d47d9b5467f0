package dev.pglitej.server;

import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. Stateless. */
final class Eventually {
    private static final long DEADLINE_NANOS = 10_000_000_000L;

    private Eventually() {}

    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) throw new AssertionError("not within ten seconds: " + what);
            Thread.onSpinWait();
        }
    }
}
