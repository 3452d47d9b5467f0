package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.HostCall;
import java.util.Optional;
import java.util.OptionalInt;

/** The shared libraries that a guest may load, by their paths. Confined to the thread of the guest that calls. */
public interface SharedLibraries {

    /**
     * Loads the library into the calling guest, unless it is there already; empty if there is none of that path.
     *
     * @throws dev.pglitej.internal.engine.EngineException if it cannot be loaded
     * @throws dev.pglitej.internal.engine.nativelib.NativeLibraryException if its native form is not available
     */
    Optional<Library> load(HostCall call, String path);

    /** The main program with all that it has loaded. */
    Library program(HostCall call);

    /** The libraries that are loaded after the main program. */
    Library behindProgram(HostCall call);

    /** A library in a guest. */
    interface Library {
        /** The table index of a function, or the address of a variable. */
        OptionalInt find(String symbol);
    }
}
