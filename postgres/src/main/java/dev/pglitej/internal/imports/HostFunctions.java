package dev.pglitej.internal.imports;

import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.HostFunction;

/**
 * Functions of the host, dispatched by their names in one switch. A lambda for each would be a class for each, which every JVM would have
 * to make before its first row. Confined to the guest's thread.
 */
// RATIONALE: "Why is so much dispatched by switches?"
public interface HostFunctions {
    /** Runs the function of that name. */
    long call(String name, HostCall call);

    /** The function of that name. */
    default HostFunction named(String name) {
        return new Named(name, this);
    }

    static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("there is no host function " + name);
    }

    /** A function by its name. */
    record Named(String name, HostFunctions functions) implements HostFunction {
        @Override
        public long call(HostCall call) {
            return functions.call(name, call);
        }
    }
}
