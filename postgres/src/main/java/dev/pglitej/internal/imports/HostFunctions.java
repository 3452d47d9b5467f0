package dev.pglitej.internal.imports;

import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.HostFunction;

/**
 * Functions that the host answers, told apart by their names in one switch: a lambda for each would be a class for each, which every JVM
 * has to make before its first row. Confined to the guest's thread.
 */
public interface HostFunctions {
    /** Answers a call of the function of that name. */
    long call(String name, HostCall call);

    /** One of them. */
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
