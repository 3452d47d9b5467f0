package dev.pglitej.junit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A new database for each method: a copy of the template, or of what the class as a whole has made of one. Thread-safe. Lock order: a
 * nested class's before its outer class's.
 *
 * <p>Where something was given to the class that is to stay valid, its database is set back for each method instead. Both take the same
 * time, since setting back opens a copy; but copies let methods run in parallel.
 */
// RATIONALE: "Why does a test get a new copy, and not the same database set back?"
final class ForkedDatabases extends ClassDatabases {
    private final String testClass;
    private final Recipe recipe;
    private final Optional<ForkedDatabases> outer;
    private final ReentrantLock lock = new ReentrantLock();

    /** What the class as a whole uses; its own, or its outer class's that is set back. */
    @GuardedBy("lock")
    private @Nullable OpenDatabase database;

    @GuardedBy("lock")
    private boolean isOwner;

    @GuardedBy("lock")
    private boolean isLasting;

    @GuardedBy("lock")
    private @Nullable Lease lease;

    @GuardedBy("lock")
    private @Nullable Snapshot template;

    /** What methods begin with, where that is not what the class has begun with. */
    @GuardedBy("lock")
    private @Nullable Snapshot baseline;

    /** @param outer the class that this is nested in, if it has the same recipe */
    ForkedDatabases(String testClass, Recipe recipe, Optional<ForkedDatabases> outer) {
        this.testClass = testClass;
        this.recipe = recipe;
        this.outer = outer;
    }

    @Override
    Lease forClass(boolean toLast) {
        lock.lock();
        try {
            Lease present = lease;
            if (present == null) {
                present = new Lease(open());
                lease = present;
            }
            isLasting |= toLast;
            return present;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private OpenDatabase open() {
        Optional<OpenDatabase> outers = outer.flatMap(ForkedDatabases::lasting);
        OpenDatabase opened = outers.orElseGet(() -> new OpenDatabase(origin().open()));
        if (outers.isPresent()) opened.database().resetTo(origin());
        isOwner = outers.isEmpty();
        database = opened;
        return opened;
    }

    /** What the class begins with. */
    @GuardedBy("lock")
    private Snapshot origin() {
        if (outer.isPresent()) return outer.get().baseline();
        // Asked once a class, since finding the template reads all migrations.
        Snapshot present = template;
        if (present == null) {
            present = Templates.of(recipe);
            template = present;
        }
        return present;
    }

    /** The database that stays the same for all methods, if there is one. */
    private Optional<OpenDatabase> lasting() {
        lock.lock();
        try {
            return isLasting ? Optional.ofNullable(database) : outer.flatMap(ForkedDatabases::lasting);
        } finally {
            lock.unlock();
        }
    }

    /** What methods begin with; from the first call on, the class as a whole cannot change it any more. */
    private Snapshot baseline() {
        lock.lock();
        try {
            Snapshot present = baseline;
            if (present != null) return present;
            if (database == null || lease == null) return origin();
            // A copy of a database with sessions would take a recovery each time.
            lease.closeInjected();
            Snapshot taken = isLasting
                    ? withoutSessions(database.database())
                    : database.database().snapshot();
            baseline = taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private static Snapshot withoutSessions(PGlite database) {
        try (PGlite copy = database.fork()) {
            return copy.snapshot();
        }
    }

    @Override
    boolean prepare() {
        Snapshot ready = baseline();
        assert ready != null : "methods begin with it";
        return lasting().isPresent();
    }

    @Override
    MethodDatabase forMethod(String test) {
        Snapshot start = baseline();
        Optional<OpenDatabase> shared = lasting();
        if (shared.isEmpty()) {
            OpenDatabase own = new OpenDatabase(start.open());
            return new MethodDatabase(test, own, own::close);
        }
        OpenDatabase used = shared.get();
        used.reserveFor(test);
        try {
            used.database().resetTo(start);
        } catch (RuntimeException | Error e) {
            used.release();
            throw e;
        }
        return new MethodDatabase(test, used, used::release);
    }

    @Override
    List<String> end() {
        lock.lock();
        try {
            List<String> leaks = lease == null ? List.of() : lease.end(testClass);
            if (isOwner && database != null) database.close();
            if (baseline != null) baseline.close();
            lease = null;
            return leaks;
        } finally {
            lock.unlock();
        }
    }
}
