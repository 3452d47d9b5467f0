package dev.pglitej.jdbc;

import dev.pglitej.internal.kernel.DaemonThreads;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.util.GregorianCalendar;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads pgjdbc's classes on another thread while the first database of this JVM is opened. They take a quarter of a second on one
 * processor, and opening a database does not need them. Thread-safe.
 */
final class DriverPreparation {
    /** Each of these loads others. A wrong name does no harm; it only saves no time. */
    private static final String[] CLASSES = {
        "org.postgresql.core.v3.ConnectionFactoryImpl",
        "org.postgresql.core.ServerVersion",
        "org.postgresql.core.v3.QueryExecutorImpl",
        "org.postgresql.core.v3.SimpleParameterList",
        "org.postgresql.core.Parser",
        "org.postgresql.core.Encoding",
        "org.postgresql.jdbc.PgConnection",
        "org.postgresql.jdbc.TimestampUtils",
        "org.postgresql.jdbc.TypeInfoCache",
        "org.postgresql.jdbc.PgStatement",
        "org.postgresql.jdbc.PgResultSet",
        "org.postgresql.jdbc.PgResultSetMetaData",
        "org.postgresql.hostchooser.HostChooserFactory",
        "org.postgresql.hostchooser.SingleHostChooser",
        "org.postgresql.hostchooser.GlobalHostStatusTracker",
        "org.postgresql.util.LazyCleaner",
        "org.postgresql.util.SharedTimer",
        "org.postgresql.util.PGbytea",
        "org.postgresql.geometric.PGbox",
        "org.postgresql.geometric.PGcircle",
        "org.postgresql.geometric.PGline",
        "org.postgresql.geometric.PGlseg",
        "org.postgresql.geometric.PGpath",
        "org.postgresql.geometric.PGpoint",
        "org.postgresql.geometric.PGpolygon",
        "org.postgresql.util.PGmoney",
        "org.postgresql.util.PGInterval",
        "dev.pglitej.internal.jdbc.socket.InProcessSocket",
        "dev.pglitej.internal.jdbc.socket.InProcessChannel",
        "dev.pglitej.internal.jdbc.socket.SessionDriver",
        "dev.pglitej.internal.jdbc.socket.SessionNotOpenedException",
        "dev.pglitej.internal.protocol.BackendMessage$ErrorResponse",
        "dev.pglitej.internal.protocol.ErrorFields",
    };

    private static final AtomicBoolean HAS_BEGUN = new AtomicBoolean();

    private DriverPreparation() {}

    /** Begins unless it has begun before. */
    static void begin() {
        if (!HAS_BEGUN.get() && HAS_BEGUN.compareAndSet(false, true)) {
            DaemonThreads.of("pglitej prepares pgjdbc", DriverPreparation::prepare)
                    .start();
        }
    }

    private static void prepare() {
        ClassLoader loader = DriverPreparation.class.getClassLoader();
        try {
            // A connection has a calendar, which needs the locale's data, and asks how large the heap is.
            GregorianCalendar unusedCalendar = new GregorianCalendar();
            Object unusedUsage = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
            for (String name : CLASSES) Class.forName(name, true, loader);
            // It calls a method by reflection that cares who calls it, for which the JDK reads annotations for the
            // first time.
            Object unusedLookup = MethodHandles.class.getMethod("lookup").invoke(null);
        } catch (ReflectiveOperationException | LinkageError e) {
            // The caller that needs the class reports this better.
            return;
        }
    }
}
