package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.nativelib.NativeLibraryException;
import dev.pglitej.internal.kernel.abi.SharedLibraries.Library;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * dlopen and dlsym. Confined to the process's thread.
 *
 * <p>A handle is the C library's own structure, which contains the path. So this class keeps no state, and a guest made from an image has
 * its libraries open too. The C library knows which handles are open, and refuses others itself, in dlsym and dlclose. It passes the handle
 * of the main program, from dlopen(NULL), as RTLD_DEFAULT.
 */
final class LibraryCalls {

    private static final int PATH_IN_HANDLE = 36;
    static final int FAILED = 0;
    private static final int LOADED = 1;

    /** In place of a handle: the main program, then all others in the order of loading. */
    private static final int RTLD_DEFAULT = 0;

    /** In place of a handle: what comes behind the caller, for which the main program is taken: dlsym is its function. */
    private static final int RTLD_NEXT = -1;

    private final SharedLibraries libraries;
    private final GuestExports.Source exports;

    LibraryCalls(SharedLibraries libraries, GuestExports.Source exports) {
        this.libraries = libraries;
        this.exports = exports;
    }

    /** (handle): 1, or 0 with dlerror set. */
    long open(HostCall call) {
        String path = path(call);
        try {
            if (libraries.load(call, path).isPresent()) return LOADED;
            fail(call, path + ": no library of this name was built for this host");
        } catch (EngineException | NativeLibraryException e) {
            fail(call, path + ": " + e.getMessage());
        }
        return FAILED;
    }

    private static String path(HostCall call) {
        return call.memory().cString(call.i32(0) + PATH_IN_HANDLE);
    }

    /** (handle, symbol, where the number of a new function goes): a function pointer or an address, or 0 with dlerror set. */
    long find(HostCall call) {
        String symbol = call.memory().cString(call.i32(1));
        try {
            Optional<Library> library = library(call);
            OptionalInt found = library.isPresent() ? library.get().find(symbol) : OptionalInt.empty();
            if (found.isPresent()) return found.getAsInt();
            fail(call, "undefined symbol: " + symbol);
        } catch (EngineException | NativeLibraryException e) {
            fail(call, symbol + ": " + e.getMessage());
        }
        return FAILED;
    }

    private Optional<Library> library(HostCall call) {
        return switch (call.i32(0)) {
            case RTLD_DEFAULT -> Optional.of(libraries.program(call));
            case RTLD_NEXT -> Optional.of(libraries.behindProgram(call));
            default -> libraries.load(call, path(call));
        };
    }

    /** Sets the message of dlerror; the C library takes a format and copies the result. */
    private void fail(HostCall call, String message) {
        GuestExports guest = exports.of(call);
        byte[] text = message.replace("%", "%%").getBytes(StandardCharsets.UTF_8);
        int address = guest.allocate(text.length + 1);
        if (address == 0) return;
        call.memory().put(address, text, 0, text.length);
        call.memory().putByte(address + text.length, (byte) 0);
        guest.call("__dl_seterr", address, 0);
        if (guest.has("free")) guest.call("free", address);
    }
}
