package dev.pglitej.junit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One database for the class and all of its methods. Thread-safe. */
final class SharedDatabase extends ClassDatabases {
    private final String testClass;
    private final Supplier<OpenDatabase> opening;
    private final boolean isOwner;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable OpenDatabase database;

    @GuardedBy("lock")
    private @Nullable Lease lease;

    /**
     * @param opening gives the database when it is needed first
     * @param isOwner whether it is closed with the class
     */
    SharedDatabase(String testClass, Supplier<OpenDatabase> opening, boolean isOwner) {
        this.testClass = testClass;
        this.opening = opening;
        this.isOwner = isOwner;
    }

    private OpenDatabase database() {
        lock.lock();
        try {
            OpenDatabase present = database;
            if (present == null) {
                present = opening.get();
                database = present;
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    @Override
    Lease forClass(boolean isLasting) {
        lock.lock();
        try {
            Lease present = lease;
            if (present == null) {
                present = new Lease(database());
                lease = present;
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    @Override
    boolean prepare() {
        OpenDatabase ready = database();
        assert ready.database() != null : "it is open now";
        return false;
    }

    @Override
    MethodDatabase forMethod(String test) {
        return new MethodDatabase(test, database(), () -> {});
    }

    @Override
    List<String> end() {
        lock.lock();
        try {
            List<String> leaks = lease == null ? List.of() : lease.end(testClass);
            if (isOwner && database != null) database.close();
            lease = null;
            return leaks;
        } finally {
            lock.unlock();
        }
    }
}
