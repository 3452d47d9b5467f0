package dev.pglitej.internal.engine.link;

import dev.pglitej.internal.engine.NativeModule;
import java.util.Optional;

/** Knows side modules that are loaded only when another module needs one of their symbols. Thread-safe. */
@FunctionalInterface
public interface SymbolProviders {
    /** A side module that exports this symbol, if there is one. It is asked only for symbols that no loaded module has. */
    Optional<NativeModule> providerOf(String symbol);

    /** Knows none. */
    static SymbolProviders none() {
        return symbol -> Optional.empty();
    }
}
