package dev.pglitej.kernel.abi;

import dev.pglitej.engine.HostCall;
import java.util.Optional;
import java.util.OptionalInt;

/** The shared libraries that a guest may load, by their paths. Confined to the thread of the guest that calls. */
public interface SharedLibraries {

    /** Loads the library into the calling guest, unless it is there already; empty if there is none of that path. */
    Optional<Library> load(HostCall call, String path);

    /** A library in a guest. */
    interface Library {

        /** The table index of a function, or the address of a variable. */
        OptionalInt find(String symbol);
    }

    /** For programs that load none. */
    static SharedLibraries none() {
        return (call, path) -> Optional.empty();
    }
}
