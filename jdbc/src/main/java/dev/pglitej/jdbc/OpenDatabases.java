package dev.pglitej.jdbc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The databases that URLs have opened in this JVM, by what their connections have in common. Thread-safe.
 *
 * <p>Lock order: a slot's, a database's, the one of this class.
 */
final class OpenDatabases {
    private final ReentrantLock lock = new ReentrantLock();
    private final PrivateDatabases privateOnes = new PrivateDatabases();

    @GuardedBy("lock")
    private final Map<String, Slot> slots = new HashMap<>();

    /** Made with the first database that must be closed at the end of the JVM. */
    @GuardedBy("lock")
    private @Nullable ClosingAtExit closingAtExit;

    /** Where a shared database is, or is being opened. */
    private static final class Slot {
        final ReentrantLock opening = new ReentrantLock();
        /** How many threads look for the database here. Guarded by the outer lock. */
        int visitors;

        volatile @Nullable HeldDatabase database;
    }

    /** Opens the database that a URL names, or finds it open, and holds it. The caller must {@link HeldDatabase#release} it. */
    HeldDatabase hold(ConnectionUrl url) {
        OpenOptions options = OpenOptions.of(url.parameters());
        Optional<String> key = url.target().sharedKey();
        if (key.isEmpty()) return openedPrivately(url, options);
        Slot slot = enter(key.get());
        try {
            return holdAt(slot, key.get(), url.target(), options);
        } finally {
            leave(key.get(), slot);
        }
    }

    private HeldDatabase openedPrivately(ConnectionUrl url, OpenOptions options) {
        Runnable closed = privateOnes.opened(url.url());
        try {
            return opened(url.url(), url.target(), options, closed);
        } catch (RuntimeException | Error e) {
            closed.run();
            throw e;
        }
    }

    private HeldDatabase holdAt(Slot slot, String key, Target target, OpenOptions options) {
        slot.opening.lock();
        try {
            HeldDatabase present = slot.database;
            if (present != null && present.tryHold()) {
                checkSame(present, options);
                return present;
            }
            HeldDatabase opened = opened(key, target, options, () -> closed(key, slot));
            slot.database = opened;
            return opened;
        } finally {
            slot.opening.unlock();
        }
    }

    private static void checkSame(HeldDatabase present, OpenOptions options) {
        Optional<String> difference = options.differenceTo(present.options());
        if (difference.isEmpty()) return;
        present.release();
        throw new IllegalArgumentException(
                "the database " + present.name() + " is open already, without " + difference.get()
                        + "; give this parameter where the database is opened first, or close its connections");
    }

    private Slot enter(String key) {
        lock.lock();
        try {
            Slot slot = slots.computeIfAbsent(key, ignored -> new Slot());
            slot.visitors++;
            return slot;
        } finally {
            lock.unlock();
        }
    }

    private void leave(String key, Slot slot) {
        lock.lock();
        try {
            slot.visitors--;
            removeUnused(key, slot);
        } finally {
            lock.unlock();
        }
    }

    private void closed(String key, Slot slot) {
        lock.lock();
        try {
            slot.database = null;
            removeUnused(key, slot);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void removeUnused(String key, Slot slot) {
        if (slot.visitors == 0 && slot.database == null) slots.remove(key, slot);
    }

    private HeldDatabase opened(String name, Target target, OpenOptions options, Runnable onClose) {
        PGlite database = open(target, options);
        // A database in memory ends with the JVM in any case.
        boolean closesAtExit = target instanceof Target.Directory && options.closesOnExit();
        HeldDatabase held = new HeldDatabase(name, options, database, () -> {
            if (closesAtExit) atExit().remove(database);
            onClose.run();
        });
        if (!held.tryHold()) throw new IllegalStateException("a database that nobody knows yet is closed");
        try {
            if (options.init().isPresent()) {
                InitScripts.run(database, options.init().get());
            }
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
        if (closesAtExit) atExit().add(held);
        return held;
    }

    private static PGlite open(Target target, OpenOptions options) {
        if (target instanceof Target.SnapshotFile file) {
            options.notForSnapshots().ifPresent(name -> {
                throw new IllegalArgumentException(
                        "a database from a snapshot has the settings of its original;" + " leave out " + name);
            });
            try (Snapshot snapshot = Snapshot.load(file.path())) {
                return snapshot.open();
            }
        }
        PGlite.Builder builder = options.builder();
        if (target instanceof Target.Directory directory) builder.directory(directory.path());
        return builder.open();
    }

    private ClosingAtExit atExit() {
        lock.lock();
        try {
            if (closingAtExit == null) closingAtExit = new ClosingAtExit();
            return closingAtExit;
        } finally {
            lock.unlock();
        }
    }
}
