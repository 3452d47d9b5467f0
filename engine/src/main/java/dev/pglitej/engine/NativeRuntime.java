package dev.pglitej.engine;

import dev.pglitej.engine.nativelib.NativeLibraries;
import dev.pglitej.engine.nativelib.NativeLibraryException;
import java.nio.ByteBuffer;

/** All native methods of the engine. Addresses are machine addresses; nothing here checks them. */
final class NativeRuntime {
    private static volatile boolean isLoaded;

    private NativeRuntime() {}

    /** To be called before anything else here. Not an initializer of the class: that would say only once what is wrong. */
    static void ensureLoaded() {
        if (!isLoaded) {
            load();
        }
    }

    private static synchronized void load() {
        try {
            System.load(NativeLibraries.locate("pglitej_engine").toString());
            isLoaded = true;
        } catch (NativeLibraryException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        } catch (UnsatisfiedLinkError e) {
            throw new EngineException(
                    "cannot load the engine's library: %s; it needs glibc, a cache directory that is not mounted noexec"
                                    .formatted(e.getMessage())
                            + " (system property pglitej.cache), and one class loader for all who use it",
                    e);
        }
    }

    static native long loadModule(byte[] path);

    static native String[] moduleNames(long module);

    static native long[] moduleNumbers(long module);

    static native String[] moduleTypes(long module);

    static native long[] moduleTypeEnters(long module);

    static native String[] importNames(long module);

    static native long[] importNumbers(long module);

    static native String[] exportNames(long module);

    static native long[] exportNumbers(long module);

    static native long[] locate(long machineAddress);

    static native long builtin(String module, String name, String signature);

    static native long createGuest(long module, long maxMemoryBytes, long stackBytes);

    /** Runs the guest until it wants something; the kind of its request. */
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

    static native long createShared(long bytes);

    static native void freeShared(long shared);

    static native void copyToShared(long shared, long guest, long address);

    static native void mapShared(long shared, long guest, long address);

    /** Offsets and sizes as the C compiler sees them, for the test of {@link GuestState}. */
    static native long[] layout();
}
