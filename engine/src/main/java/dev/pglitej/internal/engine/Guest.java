package dev.pglitej.internal.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One process of translated WebAssembly. It has memory, globals, a table and a C stack of its own.
 *
 * <p>Confined to one thread at a time: the caller owns it until the outermost call ends, and another thread that
 * calls it meanwhile is refused. The owner may change between calls. {@link #poke} and {@link #peek} may be called by any
 * thread at any time; {@link #memory} may be read and written by others as far as they know that it is not closed meanwhile.
 *
 * <p>{@link #close} frees everything at once, whatever is suspended on the guest's stack. The owner may close it inside a
 * host function, which then cannot be answered: the outermost call ends with an {@link EngineException}. Another
 * thread's close is refused while a call is going on.
 */
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

    /** A guest that goes on from where another was when the image was made, with an empty stack. */
    public static Guest create(GuestImage image, Imports imports, GuestOptions options) {
        return restart(image, image.start(options), imports, options);
    }

    /** The same in memory that is as the image has it. */
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
        for (GuestFunction step : main.initializers()) {
            call(step);
        }
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
        if (function == null) {
            throw new EngineException("module %s exports no function %s".formatted(main, exportName));
        }
        return function;
    }

    public boolean exportsFunction(String exportName) {
        return main.exportsFunction(exportName);
    }

    /**
     * Runs a function to its end; its raw result, 0 for none. At top level, or nested inside a host function.
     *
     * @throws GuestTrap if the guest trapped; it can then only be closed
     * @throws GuestUnwinding in a nested call that the guest jumped past; let it pass
     */
    public long call(GuestFunction function, long... arguments) {
        return calls.call(function, arguments);
    }

    /**
     * Goes on after a host function has suspended the guest, on any thread, until the call that was suspended ends or is
     * suspended again; its raw result, 0 if it was suspended.
     */
    public long resume() {
        return calls.resume();
    }

    /** Whether the last outermost call or {@link #resume} ended by {@link HostCall#suspend}. */
    public boolean isSuspended() {
        return calls.isSuspended();
    }

    /** Calls what stands in the table, which must be of this type. */
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

    /** Puts a host function into the table; its index, which the guest can call as a C function pointer. */
    public int addHostFunction(String signature, HostFunction function) {
        checkOpen();
        int number = bindings.add(Signatures.checked(signature), function);
        long code = NativeRuntime.hostFunction(address, number, signature);
        int index = state.growTable(1);
        state.tableEntry(index, Signatures.typeId(signature), code);
        linkage.hostFunctionAdded(index, number);
        return index;
    }

    /** Gives a host function of the table a new body, as a guest made from an image needs of its own. */
    public void replaceHostFunction(int tableIndex, HostFunction function) {
        checkOpen();
        bindings.replace(linkage.hostFunctionAt(tableIndex), function);
    }

    public int tableSize() {
        checkOpen();
        return state.tableSize();
    }

    /** What a linker of side modules works on. */
    public Linkage linkage() {
        checkOpen();
        return linkage;
    }

    /**
     * What the guest is now: memory, globals, table, side modules. Pages in the excluded ranges (of whole 4 KiB pages)
     * are zeros in the image. Allowed inside a host function; frames of the guest's stack are no part of it.
     */
    public GuestImage image(List<MemoryRange> excluded) {
        checkOpen();
        long image = NativeRuntime.createImage(address, MemoryRange.pairs(excluded));
        return new GuestImage(image, main, bindings.hostFunctions(), linkage.snapshot());
    }

    /** The pages that it has touched so far; none where the operating system does not tell. */
    public TouchedPages touchedPages() {
        checkOpen();
        return new TouchedPages(NativeRuntime.touchedPages(address));
    }

    /** Gets memory for pages that it is going to touch, all at once. Nothing but the time that it takes tells the difference. */
    public void touch(TouchedPages pages) {
        checkOpen();
        if (!pages.isEmpty()) {
            NativeRuntime.touchPages(address, pages.numbers());
        }
    }

    /** From this address on, unsigned, there is room for shared memory that takes nothing of what a guest may have, where that is less. */
    public static final int SHARED_FROM = 0x80000000;

    /**
     * Replaces a range by shared memory; the address must be a multiple of 64 KiB. What was there is lost. The range lies in the guest's
     * memory, or from {@link #SHARED_FROM} on behind all that its memory can ever be.
     */
    public void mapShared(SharedMemory shared, int guestAddress) {
        checkOpen();
        long place = Integer.toUnsignedLong(guestAddress);
        NativeRuntime.mapShared(shared.address(), address, place);
        if (place + shared.size() > memory.size()) memory.addShared(place, shared.size());
    }

    /**
     * Takes out what {@link #mapShared} has put at this address. What the guest's image has there comes in its place, or zeros.
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
     * Stores a value from any thread, at any time, as long as the guest is open; false if it is closed. For flags that
     * the guest looks at, such as a request to cancel.
     */
    public boolean poke(int guestAddress, int value) {
        synchronized (closing) {
            if (calls.isClosed()) {
                return false;
            }
            memory.putInt(guestAddress, value);
            return true;
        }
    }

    /**
     * Reads from any thread, at any time, as long as the guest is open; empty if it is closed. What a running guest writes meanwhile
     * may be seen in part.
     */
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
            if (calls.close()) {
                NativeRuntime.closeGuest(address);
            }
        }
    }

    /**
     * Closes it as {@link #close}, but keeps what another guest of its image can start from; empty where it was not made from an
     * image that is still open, has trapped, or has changed too much. What it held is overwritten.
     */
    public Optional<SpareGuest> retire() {
        synchronized (closing) {
            if (!calls.close()) {
                return Optional.empty();
            }
            GuestImage origin = image;
            if (origin != null && !calls.isDead() && origin.reset(address)) {
                return Optional.of(new SpareGuest(origin, options, address));
            }
            NativeRuntime.closeGuest(address);
            return Optional.empty();
        }
    }

    private void checkOpen() {
        if (calls.isClosed()) {
            throw new EngineException("guest %s is closed".formatted(this));
        }
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
