package dev.pglitej.internal.database;

import dev.pglitej.api.Durability;
import dev.pglitej.internal.datadir.DataDirectory;
import dev.pglitej.internal.datadir.Storage;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.options.Creation;
import dev.pglitej.internal.options.DatabaseOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens databases in directories whose disk has faults. */
public final class FaultyDatabase {
    private static final long MEMORY = 2L << 30;

    private FaultyDatabase() {}

    public static RunningDatabase open(
            Path directory, Durability durability, Map<String, String> settings, Consumer<String> log, Faults faults) {
        Storage faulty = DataDirectory.open(directory, durability, Capacity.unlimited())
                .through(files -> new FaultyFileSystem(files, faults));
        return DatabaseAssembly.booting(
                new DatabaseOptions(Optional.of(directory), durability, settings, 0, MEMORY, 0, Creation.plain(), log),
                faulty);
    }
}
