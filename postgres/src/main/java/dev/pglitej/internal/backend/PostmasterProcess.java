package dev.pglitej.internal.backend;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.fork.ForkSource;
import dev.pglitej.internal.fork.FrozenCluster;
import dev.pglitej.internal.imports.LateImports;
import dev.pglitej.internal.kernel.abi.ProcessAbi;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.pg.ExitCallbacks;
import dev.pglitej.internal.pg.GucContext;
import dev.pglitej.internal.pg.PgFunction;
import dev.pglitej.internal.pg.PgGlobals;
import dev.pglitej.internal.pg.PgVariable;
import dev.pglitej.internal.pg.PgVariables;
import dev.pglitej.internal.pg.PmSignal;
import dev.pglitej.internal.pg.PmSignalData;
import dev.pglitej.internal.pg.SettingText;
import dev.pglitej.internal.pg.WorkerSlots;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The postmaster's own memory: an instance of the image of its children, with their shared memory. The host uses it to read the children's
 * requests and the settings, and to read the configuration files again. It never gets the processor. Thread-safe.
 */
// RATIONALE: "How are configuration files read again?"
public final class PostmasterProcess implements AutoCloseable {
    private final Environment environment;
    private final ForkSource image;
    private final PgVariables variables;
    private final Guest guest;
    private final PmSignalData signals;
    private final WorkerSlots workers;
    /** The guest that has read the configuration files last. */
    @GuardedBy("this")
    private Guest configured;

    public PostmasterProcess(Environment environment, ForkSource image) {
        this.environment = environment;
        this.image = image;
        this.variables = environment.build().variables();
        this.guest = start();
        this.configured = guest;
        this.signals = new PmSignalData(guest.memory(), variables);
        this.workers = new WorkerSlots(guest.memory(), variables);
    }

    /**
     * The state that a cluster at rest would have with these settings; empty if PostgreSQL does not allow them to be changed by reading the
     * configuration files again.
     *
     * @param environment for the process that tries the settings; its log gets their errors
     * @param sharedFiles as of {@link FrozenCluster#open}
     */
    public static Optional<FrozenCluster> changed(
            FrozenCluster state,
            Map<String, String> settings,
            Environment environment,
            FileSystem sharedFiles,
            Clock clock) {
        try (ForkSource copy = state.open(sharedFiles, clock);
                PostmasterProcess process = new PostmasterProcess(environment, copy)) {
            return process.set(settings) ? Optional.of(FrozenCluster.of(copy, sharedFiles)) : Optional.empty();
        }
    }

    private Guest start() {
        ProcessAbi abi = new ProcessAbi(
                environment.child(ignored -> 0), environment.build().sideModules());
        Guest started = image.start(new LateImports(abi, Set.of(), () -> {}), environment.guestOptions(), variables);
        image.callbacks().rebind(started, abi.commands());
        GuestMemory memory = started.memory();
        PgGlobals globals = new PgGlobals(memory, variables);
        globals.put(PgVariable.IS_POSTMASTER_ENVIRONMENT, true);
        globals.put(PgVariable.MY_PROC_PID, Postmaster.PID);
        globals.put(PgVariable.CURRENT_MEMORY_CONTEXT, globals.get(PgVariable.TOP_MEMORY_CONTEXT));
        // If it fails, it must not end the cluster.
        new ExitCallbacks(memory, variables).reset();
        return started;
    }

    GuestMemory memory() {
        return guest.memory();
    }

    PgVariables variables() {
        return variables;
    }

    /** The requests of children since the last call. */
    public synchronized Set<PmSignal> takeSignals() {
        return signals.take();
    }

    /** How many children there can be. */
    public int slots() {
        return signals.slots();
    }

    public WorkerSlots workers() {
        return workers;
    }

    /** The value of a setting that new children have; see {@link SettingText}. */
    public synchronized String setting(String name) {
        return SettingText.of(configured, name);
    }

    public int number(String setting) {
        return Integer.parseInt(setting(setting));
    }

    /**
     * Reads the configuration files again (process_pm_reload_request in postmaster.c); children made later begin with the new values.
     * PostgreSQL reports errors in the log, and leaves the settings in question unchanged.
     *
     * @return false if it failed; nothing has changed then
     */
    public synchronized boolean reload() {
        environment.log().postmaster("received SIGHUP, reloading configuration files");
        Guest reader = start();
        try {
            GucContext.SIGHUP.readFiles(reader);
            load(reader, PgFunction.LOAD_HBA, "pg_hba.conf");
            load(reader, PgFunction.LOAD_IDENT, "pg_ident.conf");
            image.replace(reader);
        } catch (RuntimeException e) {
            reader.close();
            environment.log().postmaster("configuration files were not reloaded: " + e);
            return false;
        }
        if (configured != guest) configured.close();
        configured = reader;
        return true;
    }

    /**
     * Changes settings as if they were on the command line of the first process; children made later begin with them. PostgreSQL allows
     * this for settings that can be changed by reading the configuration files again.
     *
     * @return false if one of them needs a boot, does not exist, or has an invalid value; nothing has changed then
     */
    public synchronized boolean set(Map<String, String> settings) {
        try (Guest setter = start()) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                GucContext.SIGHUP.set(setter, setting.getKey(), setting.getValue());
            }
            image.replace(setter);
            return true;
        } catch (RuntimeException e) {
            // An error that nothing in the guest handles ends the process.
            return false;
        }
    }

    private void load(Guest reader, PgFunction function, String file) {
        if (function.call(reader) == 0) environment.log().postmaster(file + " was not reloaded");
    }

    @Override
    public synchronized void close() {
        if (configured != guest) image.end(configured);
        image.end(guest);
    }
}
