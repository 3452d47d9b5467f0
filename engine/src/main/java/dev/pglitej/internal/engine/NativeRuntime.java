package dev.pglitej.internal.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** All native methods of the engine. Addresses are machine addresses; nothing here checks them. */
final class NativeRuntime {
    private static volatile boolean isLoaded;
    private static volatile long owner;

    private NativeRuntime() {}

    /**
     * Call it before any other method of this class.
     *
     * @throws EngineException with the reason, each time, if the engine cannot be loaded
     */
    static void ensureLoaded() {
        if (!isLoaded) load();
    }

    /** What the engine knows this class loader by, once it is loaded. */
    static long owner() {
        return owner;
    }

    private static synchronized void load() {
        if (isLoaded) return;
        owner = EngineLibrary.load(NativeRuntime.class);
        isLoaded = true;
    }

    /** A path for native code. The platform's encoding of file names is UTF-8 wherever we run. */
    static byte[] path(Path file) {
        return file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    }

    static native long loadModule(byte[] path);

    static native String[] moduleNames(long module);

    static native long[] moduleNumbers(long module);

    static native String[] moduleTypes(long module);

    static native long[] moduleTypeEnters(long module);

    static native String[] importNames(long module);

    static native long[] importNumbers(long module);

    static native int exportCount(long module);

    /** The number of the export of that name, or -1. */
    static native int findExport(long module, String name);

    /** Two strings for each of so many exports: name and type. */
    static native String[] exportNames(long module, int first, int count);

    /** Four numbers for each: kind, a function's code or the distance of a global's cell, whether mutable, function index. */
    static native long[] exportNumbers(long module, int first, int count);

    static native long[] locate(long machineAddress);

    static native long builtin(String module, String name, String signature);

    static native long createGuest(long module, long maxMemoryBytes, long stackBytes);

    /** Runs the guest until its next request; returns the kind of that. */
    static native int resume(long guest);

    static native void closeGuest(long guest);

    /** Table, module areas and header: what lies below the guest's address. */
    static native ByteBuffer guestState(long guest);

    /** Linear memory from the nth GiB on, as far as a buffer reaches. */
    static native ByteBuffer guestMemory(long guest, int window);

    static native long hostFunction(long guest, int index, String signature);

    static native long plainEnter();

    /** {@code excluded} holds pairs of addresses: from, to. */
    static native long createImage(long guest, long[] excluded);

    static native void freeImage(long image);

    static native long startImage(long image, long maxMemoryBytes, long stackBytes);

    /** The size of the memory with which its guests begin. */
    static native long imageBytes(long image);

    /** Resets a guest to its state at the start from the image; false if it can only be closed. */
    static native boolean resetGuest(long guest, long image);

    /** Removes the shared memory from a guest that has been reset. */
    static native void leaveShared(long guest);

    /** Bytes of the stack, then pairs of places in the guest's reservation: from, to. */
    static native long[] touchedPages(long guest);

    static native void touchPages(long guest, long[] pages);

    static native long createShared(long bytes);

    static native void freeShared(long shared);

    static native void mapShared(long shared, long guest, long address);

    /** An image of 0 is none. */
    static native void unmapShared(long guest, long image, long address);

    /** Writes an image into a file from an offset on, a multiple of 4096; the offset behind. */
    static native long saveImage(long image, byte[] path, long offset);

    /** {@code hostPlaces}, of 256 elements, gets the index in the table of each host function. */
    static native long loadImage(long module, byte[] path, long offset, int[] hostPlaces);

    /** The signatures of an image's host functions, in the order of their numbers. */
    static native String[] imageSignatures(long image);

    /** Copies some ranges of shared memory, pairs of offsets: from, to. */
    static native long captureShared(long shared, long[] ranges);

    /** How many bytes of memory it takes. */
    static native long sharedUsed(long shared);

    /** Gives it the contents of these parts, at most four, and zeros elsewhere. */
    static native void restoreShared(long shared, long[] parts);

    static native void fillShared(long shared, long part);

    static native long savePart(long part, byte[] path, long offset);

    static native long loadPart(byte[] path, long offset, long sharedBytes);

    static native void freePart(long part);

    /** See {@link JvmExit#runAfterHooks}. */
    static native boolean runAfterHooks(Runnable action);

    /** The descriptor that holds the lock on a file, or -1 if the file is locked already. */
    static native int lockFile(byte[] path);

    static native void unlockFile(int descriptor);

    /** @param owner see {@link #owner} */
    static native ByteBuffer createRegion(long owner, int bytes);

    /** How much address space all regions of the process have. */
    static native long regionBytes();

    static native void fillRegion(ByteBuffer region, int offset, int length);

    static native void emptyRegion(ByteBuffer region, int offset, int length);

    /** Offsets and sizes as the C compiler sees them, for the test of {@link GuestState}. */
    static native long[] layout();
}
