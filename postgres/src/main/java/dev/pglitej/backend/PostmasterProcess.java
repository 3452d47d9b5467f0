package dev.pglitej.backend;

import dev.pglitej.engine.Guest;
import dev.pglitej.engine.GuestMemory;
import dev.pglitej.kernel.abi.ProcessAbi;
import java.util.Set;

/**
 * The postmaster's own memory: an instance of the image that its children are made from, with their shared memory, in which the host
 * reads what they ask for and what the settings are. It never gets the processor. Safe for any number of threads.
 */
public final class PostmasterProcess implements AutoCloseable {
    private final PostgresSymbols symbols;
    private final Guest guest;
    private final PmSignalData signals;
    private final WorkerSlots workers;

    public PostmasterProcess(Environment environment, ClusterImage image) {
        PostgresBuild build = environment.build();
        ProcessAbi abi = new ProcessAbi(environment.child(ignored -> 0), build.sideModules());
        this.symbols = build.symbols();
        this.guest = Guest.create(image.image(), new LateImports(abi, Set.of(), () -> {}), environment.guestOptions());
        image.mapInto(guest, symbols);
        this.signals = new PmSignalData(guest.memory(), symbols);
        this.workers = new WorkerSlots(guest.memory(), symbols);
    }

    /** What children have asked for since the last time. */
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

    /** The value of a setting, as SHOW would have it but without its unit. */
    public synchronized String setting(String name) {
        GuestMemory memory = guest.memory();
        int context = symbols.value("CurrentMemoryContext");
        memory.putInt(context, memory.getInt(symbols.value("TopMemoryContext")));
        int text = (int) guest.call(guest.function("GetConfigOption"), GuestErrors.allocate(guest, name), 0, 0);
        return memory.cString(text);
    }

    public int number(String setting) {
        return Integer.parseInt(setting(setting));
    }

    @Override
    public synchronized void close() {
        guest.close();
    }
}
