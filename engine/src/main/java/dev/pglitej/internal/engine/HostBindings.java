package dev.pglitej.internal.engine;

import java.util.ArrayList;
import java.util.List;

/** The host functions for the imports of the modules of one guest, and in its table. */
final class HostBindings {
    /** A placeholder where there is no import. */
    static final ImportType NOTHING = new ImportType("", "nothing", ImportType.Kind.FUNCTION, ":");

    /** The number of entry points in entry_*.S. */
    static final int MAX_HOST_FUNCTIONS = 256;

    private static final int HOST_MODULE = 0;

    private final List<HostBinding> hostFunctions = new ArrayList<>();
    private HostBinding[][] bindings = new HostBinding[1][];

    HostBinding get(int module, int index) {
        return bindings[module][index];
    }

    /** Resolves the imports of a module; {@code resolve} also sets their slots. */
    void put(NativeModule module, HostBinding[] ofModule) {
        if (module.id() >= bindings.length) {
            HostBinding[][] more = new HostBinding[module.id() + 1][];
            System.arraycopy(bindings, 0, more, 0, bindings.length);
            bindings = more;
        }
        bindings[module.id()] = ofModule;
    }

    /** Adds a host function; returns its number. */
    int add(String signature, HostFunction function) {
        if (hostFunctions.size() == MAX_HOST_FUNCTIONS) {
            throw new EngineException(
                    "a guest can have %d host functions in its table, not more".formatted(MAX_HOST_FUNCTIONS));
        }
        int index = hostFunctions.size();
        ImportType type = new ImportType("host", "function " + index, ImportType.Kind.FUNCTION, signature);
        hostFunctions.add(HostBinding.of(function, type));
        bindings[HOST_MODULE] = hostFunctions.toArray(new HostBinding[0]);
        return index;
    }

    void replace(int index, HostFunction function) {
        HostBinding former = hostFunctions.get(index);
        hostFunctions.set(index, HostBinding.of(function, former.type()));
        bindings[HOST_MODULE] = hostFunctions.toArray(new HostBinding[0]);
    }

    int size() {
        return hostFunctions.size();
    }

    List<HostBinding> hostFunctions() {
        return List.copyOf(hostFunctions);
    }

    void addAll(List<HostBinding> others) {
        hostFunctions.addAll(others);
        bindings[HOST_MODULE] = hostFunctions.toArray(new HostBinding[0]);
    }
}
