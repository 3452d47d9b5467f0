package dev.pglitej.internal.cluster;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.backend.BackendDiedException;
import dev.pglitej.internal.backend.ClusterCrashedException;
import dev.pglitej.internal.engine.ExhaustedException;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.spi.SessionRefusedException;
import java.util.List;

/**
 * Loads the classes that report failures and close databases before they are needed. Without a free file descriptor the JVM cannot load
 * them, and a class that fails to load once is missing there for ever. Stateless.
 */
final class Rehearsal {
    private static final List<Class<?>> CLASSES = List.of(
            BackendCrashedException.class,
            BackendDiedException.class,
            ClusterCrashedException.class,
            ErrnoException.class,
            ExhaustedException.class,
            Exhaustion.class,
            FatalMessage.class,
            HostLog.class,
            ImmediateShutdownException.class,
            PGliteException.class,
            ProcessEnd.Killed.class,
            SessionRefusedException.class,
            Shutdown.class,
            Watchdog.class);

    private Rehearsal() {}

    /** Takes some milliseconds the first time. */
    static void run() {
        for (Class<?> each : CLASSES) initialize(each);
    }

    private static void initialize(Class<?> loaded) {
        try {
            Class<?> unused = Class.forName(loaded.getName(), true, loaded.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // Then the later use of it fails too.
            return;
        }
    }
}
