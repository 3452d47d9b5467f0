package dev.pglitej.internal.engine;

import static java.util.Objects.requireNonNull;

/** The JVM's orderly exit, after its shutdown hooks. Thread-safe. */
public final class JvmExit {
    private JvmExit() {}

    /**
     * Registers an action that runs on the thread that ends the JVM, in an orderly exit, when all shutdown hooks have returned. There is
     * room for a few actions, and none can be removed.
     *
     * @return false if the JVM has no place for it, or ends already; the action is not run then
     */
    // RATIONALE: "When does a database close that nobody closed before the JVM ended?"
    public static boolean runAfterHooks(Runnable action) {
        NativeRuntime.ensureLoaded();
        return NativeRuntime.runAfterHooks(requireNonNull(action));
    }
}
