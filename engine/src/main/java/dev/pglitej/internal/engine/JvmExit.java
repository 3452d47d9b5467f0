package dev.pglitej.internal.engine;

import static java.util.Objects.requireNonNull;

/** The end of the JVM in good order, behind its shutdown hooks. Thread-safe. */
public final class JvmExit {
    private JvmExit() {}

    /**
     * Has an action run when the JVM ends in good order and all shutdown hooks have returned, on the thread that ends the JVM. There
     * is room for a few of them, and none can be taken back.
     *
     * @return false if the JVM has no place for it, or ends already; the action is not run then
     */
    // RATIONALE: "When does a database close that nobody closed before the JVM ended?"
    public static boolean runAfterHooks(Runnable action) {
        NativeRuntime.ensureLoaded();
        return NativeRuntime.runAfterHooks(requireNonNull(action));
    }
}
