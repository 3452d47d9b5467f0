package dev.pglitej.internal.engine;

import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a guest at one moment, from which other guests start. Immutable. Guests made from it do not need it any more.
 *
 * <p>An image without side modules can be saved, and loaded by any process with the same main module.
 */
public final class GuestImage implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final long address;
    private final long bytes;
    private final NativeModule main;
    private final List<HostBinding> hostFunctions;
    private final Linkage.Snapshot linkage;
    private final Cleaner.Cleanable memory;
    private boolean isClosed;

    GuestImage(long address, NativeModule main, List<HostBinding> hostFunctions, Linkage.Snapshot linkage) {
        this.address = address;
        this.bytes = NativeRuntime.imageBytes(address);
        this.main = main;
        this.hostFunctions = hostFunctions;
        this.linkage = linkage;
        this.memory = CLEANER.register(this, () -> NativeRuntime.freeImage(address));
    }

    /**
     * Loads a saved image. Linear memory stays in the file; all guests of all processes share its pages until they write to them. The file
     * must not be changed while it is in use.
     *
     * @throws EngineException if the file is damaged, or was saved with another build of the module
     */
    public static GuestImage load(NativeModule main, Path file, long offset) {
        int[] places = new int[HostBindings.MAX_HOST_FUNCTIONS];
        long address;
        try {
            address = NativeRuntime.loadImage(main.address(), NativeRuntime.path(file), offset, places);
        } catch (EngineException e) {
            throw new EngineException("%s at %d: %s".formatted(file, offset, e.getMessage()), e);
        }
        String[] signatures = NativeRuntime.imageSignatures(address);
        List<HostBinding> hostFunctions = new ArrayList<>();
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int i = 0; i < signatures.length; i++) {
            ImportType type = new ImportType("host", "function " + i, ImportType.Kind.FUNCTION, signatures[i]);
            hostFunctions.add(HostBinding.of(HostFunction.unresolved(), type));
            numbers.put(places[i], i);
        }
        List<LoadedModule> modules = List.of(new LoadedModule(main, new BitSet()));
        Linkage.Snapshot linkage = new Linkage.Snapshot(modules, List.of(), Map.of(), Map.copyOf(numbers));
        return new GuestImage(address, main, List.copyOf(hostFunctions), linkage);
    }

    /**
     * Writes the image into a file, which is created if it does not exist. Of host functions in the table only the indexes are saved; the
     * code that loads the image has to set the functions.
     *
     * @param offset where in the file, a multiple of 4096
     * @return the offset behind it
     * @throws EngineException if side modules are loaded, or the file cannot be written
     */
    public synchronized long save(Path file, long offset) {
        checkOpen();
        return NativeRuntime.saveImage(address, NativeRuntime.path(file), offset);
    }

    synchronized long start(GuestOptions options) {
        checkOpen();
        if (bytes > options.maxMemoryBytes()) {
            throw new EngineException("%s starts with %d bytes of memory, but maxMemoryBytes is %d; raise it"
                    .formatted(main, bytes, options.maxMemoryBytes()));
        }
        Mappings.expect(Mappings.OF_A_GUEST);
        return NativeRuntime.startImage(address, options.maxMemoryBytes(), options.stackBytes());
    }

    /** Resets a guest of this image to its state at the start; false if that is impossible or too expensive. */
    synchronized boolean reset(long guest) {
        return !isClosed && NativeRuntime.resetGuest(guest, address);
    }

    /** Removes shared memory from a guest of this image; the contents of the image replace it. */
    synchronized void unmapShared(long guest, long guestAddress) {
        checkOpen();
        NativeRuntime.unmapShared(guest, address, guestAddress);
    }

    private void checkOpen() {
        if (isClosed) throw new EngineException("the image of %s is closed".formatted(main));
    }

    public NativeModule main() {
        return main;
    }

    List<HostBinding> hostFunctions() {
        return hostFunctions;
    }

    Linkage.Snapshot linkage() {
        return linkage;
    }

    /** Frees the image's memory as soon as no guest maps it. */
    @Override
    public synchronized void close() {
        isClosed = true;
        memory.clean();
    }
}
