package dev.pglitej;

import dev.pglitej.internal.database.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows which files have been written since they were last forced to disk, which a loss of power would take back. Thread-safe. */
final class UnsyncedFiles implements Faults {
    private final Set<String> unsynced = ConcurrentHashMap.newKeySet();
    private final Set<String> everSynced = ConcurrentHashMap.newKeySet();

    @Override
    public void written(String path, long position, int count) {
        unsynced.add(path);
    }

    @Override
    public void synced(String path) {
        unsynced.remove(path);
        everSynced.add(path);
    }

    @Override
    public void renamed(String from, String to) {
        if (unsynced.remove(from)) {
            unsynced.add(to);
        } else {
            unsynced.remove(to);
        }
    }

    @Override
    public void removed(String path) {
        unsynced.remove(path);
    }

    List<String> under(String directory) {
        List<String> found = new ArrayList<>(unsynced);
        found.removeIf(path -> !path.startsWith(directory));
        return found;
    }

    Set<String> everSynced() {
        return everSynced;
    }
}
