package dev.pglitej.backend;

import dev.pglitej.engine.HostCall;
import dev.pglitej.engine.HostFunction;
import dev.pglitej.engine.ImportType;
import dev.pglitej.engine.Imports;
import java.util.Map;
import java.util.Set;

/**
 * Imports of a guest of which some, known by name, work on the guest itself and so can only be made after it. Confined to the
 * guest's thread.
 */
final class LateImports implements Imports {
    /** The module of functions that the build made overridable; those that nobody overrides run as they are. */
    private static final String HOOK = "hook";

    private final Imports others;
    private final Set<String> names;
    private Map<String, HostFunction> functions = Map.of();

    LateImports(Imports others, Set<String> names) {
        this.others = others;
        this.names = names;
    }

    @Override
    public HostFunction resolve(ImportType type) {
        String name = type.name();
        if (names.contains(name)) return call -> bound(name, call);
        return type.module().equals(HOOK) ? HostFunction.unresolved() : others.resolve(type);
    }

    private long bound(String name, HostCall call) {
        HostFunction function = functions.get(name);
        if (function == null) throw new IllegalStateException("the guest called " + name + " before it was set up");
        return function.call(call);
    }

    /** To be called before the guest runs, with a function for each name. */
    void bind(Map<String, HostFunction> functions) {
        if (!functions.keySet().equals(names)) {
            throw new IllegalArgumentException("functions for " + functions.keySet() + " instead of " + names);
        }
        this.functions = functions;
    }
}
