package dev.pglitej.internal.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One process of translated WebAssembly. It has memory, globals, a table and a C stack of its own.
 *
 * <p>Confined to one thread at a time: the calling thread owns it until the outermost call ends, and calls of other threads are refused
 * meanwhile. The owner may change between calls. {@link #poke} and {@link #peek} are thread-safe; other threads may read and write
 * {@link #memory} as long as they know that the guest is not closed meanwhile.
 *
 * <p>{@link #close} frees everything at once, also if calls are suspended on the guest's stack. The owner may close the guest inside a host
 * function, which then does not return to the guest: the outermost call ends with an {@link EngineException}. A close by another thread is
 * refused during a call.
 */
// RATIONALE: "Why does the guest have a C stack of its own?"
public final class Guest implements AutoCloseable {
    private final NativeModule main;
    private final long address;
    private final GuestState state;
    private final GuestMemory memory;
    private final GuestCalls calls;
    private final HostBindings bindings = new HostBindings();
    private final Linkage linkage;
    private final Object closing = new Object();
    private final GuestOptions options;
    private final @Nullable GuestImage image;

    private Guest(NativeModule main, @Nullable GuestImage image, long address, Imports imports, GuestOptions options) {
        this.main = main;
        this.image = image;
        this.options = options;
        this.address = address;
        this.state = new GuestState(NativeRuntime.guestState(address));
        this.calls = new GuestCalls(this, address, state, bindings, imports);
        this.memory = GuestMemory.of(address, () -> calls.isClosed() ? 0 : state.memoryBytes());
        this.linkage = new Linkage(this, state, bindings, imports);
    }

    /** A guest of the module, not yet started. */
    public static Guest create(NativeModule main, Imports imports, GuestOptions options) {
        if (main.isSideModule()) {
            throw new EngineException("%s is a side module: load it into a guest of its main module".formatted(main));
        }
        if (options.maxMemoryBytes() < main.initialMemoryBytes()) {
            throw new EngineException("%s starts with %d bytes of memory, but maxMemoryBytes is %d; raise it"
                    .formatted(main, main.initialMemoryBytes(), options.maxMemoryBytes()));
        }
        Mappings.expect(Mappings.OF_A_GUEST);
        long address = NativeRuntime.createGuest(main.address(), options.maxMemoryBytes(), options.stackBytes());
        Guest guest = new Guest(main, null, address, imports, options);
        return guest.setUp(() -> guest.linkage.addMain(main));
    }

    /** A guest with the state of the image and an empty stack. */
    public static Guest create(GuestImage image, Imports imports, GuestOptions options) {
        return restart(image, image.start(options), imports, options);
    }

    /** The same in memory that already has the contents of the image. */
    static Guest restart(GuestImage image, long address, Imports imports, GuestOptions options) {
        Guest guest = new Guest(image.main(), image, address, imports, options);
        return guest.setUp(() -> {
            guest.bindings.addAll(image.hostFunctions());
            guest.linkage.restore(image.linkage());
        });
    }

    private Guest setUp(Runnable steps) {
        try {
            steps.run();
        } catch (Throwable e) {
            close();
            throw e;
        }
        return this;
    }

    /** Instantiates the module: globals, table, memory, and its start function. Once, and not for an image's guest. */
    public void start() {
        for (GuestFunction step : main.initializers()) call(step);
    }

    public NativeModule module() {
        return main;
    }

    public GuestMemory memory() {
        return memory;
    }

    /** An exported function of the main module. */
    public GuestFunction function(String exportName) {
        GuestFunction function = main.function(exportName);
        if (function == null) throw new EngineException("module %s exports no function %s".formatted(main, exportName));
        return function;
    }

    public boolean exportsFunction(String exportName) {
        return main.exportsFunction(exportName);
    }

    /**
     * Runs a function to its end; returns its raw result, 0 for none. At top level, or nested inside a host function.
     *
     * @throws GuestTrap if the guest trapped; it can then only be closed
     * @throws GuestUnwinding in a nested call that the guest jumped past; let it pass
     */
    public long call(GuestFunction function, long... arguments) {
        return calls.call(function, arguments);
    }

    /**
     * Continues a call that a host function has suspended, on any thread, until that call ends or is suspended again; returns its raw
     * result, 0 if it was suspended.
     */
    public long resume() {
        return calls.resume();
    }

    /** Whether the last outermost call or {@link #resume} ended by {@link HostCall#suspend}. */
    public boolean isSuspended() {
        return calls.isSuspended();
    }

    /** Calls a function of the table, which must have this type. */
    public long callTable(int index, String signature, long... arguments) {
        return calls.call(linkage.tableFunction(index, signature), arguments);
    }

    /** An exported i32 global; for a C data symbol that is its address. */
    public int global(String exportName) {
        checkOpen();
        return state.cell32(globalCell(exportName).place());
    }

    public void setGlobal(String exportName, int value) {
        checkOpen();
        ModuleExport export = globalCell(exportName);
        if (!export.mutable()) {
            throw new EngineException("global %s of module %s is constant".formatted(exportName, main));
        }
        state.cell32(export.place(), value);
    }

    private ModuleExport globalCell(String exportName) {
        ModuleExport export = main.export(exportName);
        if (export == null
                || export.kind() != ImportType.Kind.GLOBAL
                || !export.type().equals("i")) {
            throw new EngineException("module %s exports no i32 global %s".formatted(main, exportName));
        }
        return export;
    }

    /** Puts a host function into the table; returns its index, which the guest can call as a C function pointer. */
    public int addHostFunction(String signature, HostFunction function) {
        checkOpen();
        int number = bindings.add(Signatures.checked(signature), function);
        long code = NativeRuntime.hostFunction(address, number, signature);
        int index = state.growTable(1);
        state.tableEntry(index, Signatures.typeId(signature), code);
        linkage.hostFunctionAdded(index, number);
        return index;
    }

    /** Replaces a host function of the table. A guest made from an image needs functions of its own. */
    public void replaceHostFunction(int tableIndex, HostFunction function) {
        checkOpen();
        bindings.replace(linkage.hostFunctionAt(tableIndex), function);
    }

    public int tableSize() {
        checkOpen();
        return state.tableSize();
    }

    /** The interface for a linker of side modules. */
    public Linkage linkage() {
        checkOpen();
        return linkage;
    }

    /**
     * Makes an image of the present guest: memory, globals, table, side modules. Pages in the excluded ranges (of whole 4 KiB pages) are
     * zeros in the image. Allowed inside a host function; the image does not contain the guest's stack.
     */
    public GuestImage image(List<MemoryRange> excluded) {
        checkOpen();
        long image = NativeRuntime.createImage(address, MemoryRange.pairs(excluded));
        return new GuestImage(image, main, bindings.hostFunctions(), linkage.snapshot());
    }

    /** The pages that it has touched so far; none if the operating system does not report them. */
    public TouchedPages touchedPages() {
        checkOpen();
        return new TouchedPages(NativeRuntime.touchedPages(address));
    }

    /** Gets memory for pages that it is going to touch, all at once. This only saves time. */
    public void touch(TouchedPages pages) {
        checkOpen();
        if (!pages.isEmpty()) NativeRuntime.touchPages(address, pages.numbers());
    }

    /** From this address on (unsigned) there is room for shared memory outside of the guest's own memory, if its limit is lower. */
    public static final int SHARED_FROM = 0x80000000;

    /**
     * Replaces a range by shared memory; the address must be a multiple of 64 KiB. Former contents are lost. The range lies in the guest's
     * memory, or from {@link #SHARED_FROM} on, beyond the largest size of its memory.
     */
    public void mapShared(SharedMemory shared, int guestAddress) {
        checkOpen();
        long place = Integer.toUnsignedLong(guestAddress);
        NativeRuntime.mapShared(shared.address(), address, place);
        if (place + shared.size() > memory.size()) memory.addShared(place, shared.size());
    }

    /**
     * Removes the shared memory that {@link #mapShared} has mapped at this address. The contents of the guest's image replace it, or zeros.
     *
     * @throws EngineException if nothing is mapped there, or the system refuses
     */
    public void unmapShared(int guestAddress) {
        checkOpen();
        long place = Integer.toUnsignedLong(guestAddress);
        memory.removeShared(place);
        if (image == null) NativeRuntime.unmapShared(address, 0, place);
        else image.unmapShared(address, place);
    }

    /**
     * Stores a value while the guest is open; false if it is closed. For flags that the guest checks, such as a request to cancel.
     * Thread-safe.
     */
    public boolean poke(int guestAddress, int value) {
        synchronized (closing) {
            if (calls.isClosed()) return false;
            memory.putInt(guestAddress, value);
            return true;
        }
    }

    /** Reads while the guest is open; empty if it is closed. It may see a part of what a running guest writes meanwhile. Thread-safe. */
    public <T> Optional<T> peek(Function<GuestMemory, T> reader) {
        synchronized (closing) {
            return calls.isClosed() ? Optional.empty() : Optional.of(reader.apply(memory));
        }
    }

    public boolean isClosed() {
        return calls.isClosed();
    }

    @Override
    public void close() {
        synchronized (closing) {
            if (calls.close()) free(address);
        }
    }

    /** Frees what a guest has; the caller sees to it that this happens once. */
    static void free(long address) {
        NativeRuntime.closeGuest(address);
        Mappings.haveBeenFreed();
    }

    /**
     * Closes it as {@link #close} does, but keeps its memory for another guest of the same image. Empty if it was not made from an image
     * that is still open, has trapped, or has changed too much. Its contents are overwritten.
     */
    public Optional<SpareGuest> retire() {
        synchronized (closing) {
            if (!calls.close()) return Optional.empty();
            GuestImage origin = image;
            if (origin != null && !calls.isDead() && origin.reset(address)) {
                return Optional.of(new SpareGuest(origin, options, address));
            }
            free(address);
            return Optional.empty();
        }
    }

    private void checkOpen() {
        if (calls.isClosed()) throw new EngineException("guest %s is closed".formatted(this));
    }

    long address() {
        checkOpen();
        return address;
    }

    /** The module that a machine address of the native side names. */
    NativeModule moduleAt(long moduleAddress) {
        return linkage.modules().stream()
                .filter(module -> module.address() == moduleAddress)
                .findFirst()
                .orElse(main);
    }

    @Override
    public String toString() {
        return main.name();
    }
}
