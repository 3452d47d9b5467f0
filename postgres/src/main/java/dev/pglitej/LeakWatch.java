package dev.pglitej;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reports an object that became unreachable without having been closed. Thread-safe. */
// RATIONALE: "Why does a database that nobody closed only get reported?"
final class LeakWatch {
    private static final System.Logger LOG = System.getLogger("dev.pglitej");
    private static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable cleanable;
    private final AtomicBoolean isClosed;

    private LeakWatch(Cleaner.Cleanable cleanable, AtomicBoolean isClosed) {
        this.cleanable = cleanable;
        this.isClosed = isClosed;
    }

    /**
     * Begins to watch.
     *
     * @param what names the object in the report
     * @param consequence what happens because the object is still open
     */
    static LeakWatch of(Object owner, String what, String consequence) {
        AtomicBoolean isClosed = new AtomicBoolean();
        Throwable openedAt = new Throwable("it was opened here");
        return new LeakWatch(CLEANER.register(owner, () -> report(isClosed, what, consequence, openedAt)), isClosed);
    }

    private static void report(AtomicBoolean isClosed, String what, String consequence, Throwable openedAt) {
        if (isClosed.get()) return;
        LOG.log(
                System.Logger.Level.WARNING,
                what + " was never closed, and " + consequence + "; close it, best by try-with-resources",
                openedAt);
    }

    /** The owner was closed. */
    void closed() {
        isClosed.set(true);
        cleanable.clean();
    }
}
