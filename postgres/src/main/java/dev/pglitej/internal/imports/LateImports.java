package dev.pglitej.internal.imports;

import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.HostFunction;
import dev.pglitej.internal.engine.ImportType;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.pg.GuestErrors;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Imports of a guest, some of which work on the guest itself and can therefore only be made after it. These are known by name. Confined to
 * the guest's thread.
 */
public final class LateImports implements Imports, HostFunctions {
    private final Imports others;
    private final Set<String> names;
    /** The names for which the main module has hooks. It exports these functions, and side modules call the exports. */
    private final Set<String> hooked = new HashSet<>();

    /** What the other imports have for these names. */
    private final Map<String, HostFunction> originals = new HashMap<>();

    private final Runnable check;
    private @Nullable HostFunctions functions;

    /** @param check called at the beginning of each call of the host; an exception ends the guest */
    public LateImports(Imports others, Set<String> names, Runnable check) {
        this.others = others;
        this.names = names;
        this.check = check;
    }

    @Override
    public HostFunction resolve(ImportType type) {
        String name = type.name();
        if (type.isHook() && names.contains(name)) hooked.add(name);
        if (names.contains(name) && type.isHook() == hooked.contains(name)) {
            if (!type.isHook()) originals.put(name, checked(others.resolve(type)));
            return named(name);
        }
        if (type.isHook()) return HostFunction.unresolved();
        return checked(others.resolve(type));
    }

    private HostFunction checked(HostFunction function) {
        return function == HostFunction.unresolved() ? function : new Checked(check, function);
    }

    /** A function that an extension calls and this build lacks. The call raises an error of PostgreSQL. */
    @Override
    public HostFunction missing(ImportType type) {
        return call -> {
            GuestErrors.raise(
                    call.guest(),
                    GuestErrors.FEATURE_NOT_SUPPORTED,
                    "the function %s, which an extension calls, is not available here".formatted(type.name()));
            return 0;
        };
    }

    private record Checked(Runnable check, HostFunction function) implements HostFunction {
        @Override
        public long call(HostCall call) {
            check.run();
            return function.call(call);
        }
    }

    @Override
    public long call(String name, HostCall call) {
        HostFunctions bound = functions;
        if (bound == null) throw new IllegalStateException("the guest called " + name + " before it was set up");
        return bound.call(name, call);
    }

    /** The import that a function of this name replaces. Known once the guest has been made. */
    public HostFunction original(String name) {
        return originals.getOrDefault(name, HostFunction.unresolved());
    }

    /** Call it before the guest runs, with functions for all names. */
    public void bind(HostFunctions functions) {
        this.functions = functions;
    }
}
