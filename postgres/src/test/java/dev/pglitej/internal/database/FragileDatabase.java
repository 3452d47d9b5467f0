package dev.pglitej.internal.database;

import static dev.pglitej.Eventually.DEADLINE_NANOS;

import dev.pglitej.api.Durability;
import dev.pglitej.api.PGliteException;
import dev.pglitej.api.Statistics;
import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.backend.Sabotage;
import dev.pglitej.internal.cluster.Cluster;
import dev.pglitej.internal.cluster.Shutdown;
import dev.pglitej.internal.options.Creation;
import dev.pglitej.internal.options.DatabaseOptions;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A database whose processes a test can break. Thread-safe. */
public final class FragileDatabase implements Sessions, AutoCloseable {
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final RunningDatabase database;

    private FragileDatabase(Function<Consumer<String>, RunningDatabase> opener) {
        this.database = opener.apply(log::add);
    }

    public static FragileDatabase inMemory(Map<String, String> settings) {
        return new FragileDatabase(log -> open(Optional.empty(), Durability.FULL, settings, log));
    }

    public static FragileDatabase in(Path directory) {
        return in(directory, Durability.FULL);
    }

    public static FragileDatabase in(Path directory, Durability durability) {
        return new FragileDatabase(log -> open(Optional.of(directory), durability, Map.of(), log));
    }

    /** One whose disk has faults, too. */
    public static FragileDatabase in(Path directory, Map<String, String> settings, Faults faults) {
        return new FragileDatabase(log -> FaultyDatabase.open(directory, Durability.FULL, settings, log, faults));
    }

    private static RunningDatabase open(
            Optional<Path> directory, Durability durability, Map<String, String> settings, Consumer<String> log) {
        return DatabaseAssembly.open(
                new DatabaseOptions(directory, durability, settings, 0, 2L << 30, 0, Creation.plain(), log));
    }

    /** Makes a process trap as soon as it does something. */
    public void breakProcess(int pid) {
        sabotage(pid, Sabotage::breakPointer);
    }

    /** The same, of a database that was opened in another way. */
    public static void breakProcess(RunningDatabase database, int pid) {
        Backend process = database.cluster().children().find(pid);
        if (process == null) throw new AssertionError("there is no process " + pid);
        Sabotage.breakPointer(process);
    }

    /** The same, unless the process has ended. */
    public void breakIfAlive(int pid) {
        Backend process = database.cluster().children().find(pid);
        if (process != null) Sabotage.breakPointer(process);
    }

    /** Does something to a process that only a bug could. */
    public void sabotage(int pid, Consumer<Backend> sabotage) {
        Backend process = database.cluster().children().find(pid);
        if (process == null) throw new AssertionError("there is no process " + pid);
        sabotage.accept(process);
    }

    /** The pids of the processes of a kind that are alive. */
    public List<Integer> pids(BackendKind kind) {
        return database.cluster().children().of(Set.of(kind)).stream()
                .map(Backend::pid)
                .toList();
    }

    /** How many processes are alive. */
    public int processes() {
        return database.cluster().children().all().size();
    }

    public Optional<Cluster.Pause> pause() throws InterruptedException {
        return database.cluster().pause(DEADLINE_NANOS);
    }

    public Statistics statistics() {
        return database.statistics(0);
    }

    public void onFailure(Consumer<PGliteException> listener) {
        database.onFailure(listener);
    }

    public List<String> log() {
        return List.copyOf(log);
    }

    public void shutDown(Shutdown mode) {
        database.shutDown(mode);
    }

    @Override
    public Session open(SessionRequest request) {
        return database.sessions().open(request);
    }

    @Override
    public boolean cancel(int processId, byte[] secretKey) {
        return database.sessions().cancel(processId, secretKey);
    }

    @Override
    public void close() {
        database.close();
    }
}
