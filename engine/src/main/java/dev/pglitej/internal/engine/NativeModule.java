package dev.pglitej.internal.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.nativelib.NativeLibraries;
import dev.pglitej.internal.engine.nativelib.NativeLibraryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A translated WebAssembly module, loaded into this process, and never unloaded. Immutable. */
public final class NativeModule {
    @GuardedBy("LOADED")
    private static final Map<Path, NativeModule> LOADED = new HashMap<>();

    private final long address;
    private final String name;
    private final String wasmSha256;
    private final long[] numbers;
    private final List<ModuleImport> imports;
    /** The exports that were looked up by name and found. */
    private final Map<String, ModuleExport> foundExports = new ConcurrentHashMap<>();

    private volatile @Nullable Map<String, ModuleExport> exports;
    private final Map<String, Long> enters;
    private final List<ImportType> importTypes;

    private NativeModule(long address) {
        this.address = address;
        String[] names = NativeRuntime.moduleNames(address);
        this.name = names[0];
        this.wasmSha256 = names[1];
        this.numbers = NativeRuntime.moduleNumbers(address);
        this.imports = readImports(address);
        this.enters = readEnters(address);
        this.importTypes = types(imports);
    }

    /**
     * Loads the library of that name.
     *
     * @throws EngineException if there is no such library for this platform, or it cannot be unpacked or loaded
     */
    public static NativeModule named(String name) {
        // First, because it may find that the system loads nothing from the directory of unpacked libraries.
        NativeRuntime.ensureLoaded();
        try {
            return load(NativeLibraries.locate(name));
        } catch (NativeLibraryException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Loads a library; the same library again is the same module. */
    public static NativeModule load(Path library) {
        NativeRuntime.ensureLoaded();
        Path real;
        try {
            real = library.toRealPath();
        } catch (IOException e) {
            throw new EngineException("cannot load module %s: %s".formatted(library, e), e);
        }
        synchronized (LOADED) {
            NativeModule module = LOADED.get(real);
            if (module == null) {
                module = open(real);
                LOADED.put(real, module);
            }
            return module;
        }
    }

    private static NativeModule open(Path library) {
        try {
            return new NativeModule(NativeRuntime.loadModule(NativeRuntime.path(library)));
        } catch (EngineException e) {
            throw new EngineException("cannot load module %s: %s".formatted(library, e.getMessage()), e);
        }
    }

    private static List<ModuleImport> readImports(long address) {
        String[] names = NativeRuntime.importNames(address);
        long[] numbers = NativeRuntime.importNumbers(address);
        List<ModuleImport> imports = new ArrayList<>();
        for (int i = 0; i < names.length / 3; i++) {
            ImportType.Kind kind = kind(numbers[4 * i]);
            ImportType type = new ImportType(names[3 * i], names[3 * i + 1], kind, names[3 * i + 2]);
            imports.add(new ModuleImport(type, numbers[4 * i + 1], numbers[4 * i + 2] != 0, numbers[4 * i + 3]));
        }
        return List.copyOf(imports);
    }

    private static List<ImportType> types(List<ModuleImport> imports) {
        List<ImportType> types = new ArrayList<>();
        for (ModuleImport one : imports) types.add(one.type());
        return List.copyOf(types);
    }

    private static List<ModuleExport> readExports(long address, int first, int count) {
        String[] names = NativeRuntime.exportNames(address, first, count);
        long[] numbers = NativeRuntime.exportNumbers(address, first, count);
        List<ModuleExport> exports = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            exports.add(new ModuleExport(
                    names[2 * i],
                    kind(numbers[4 * i]),
                    names[2 * i + 1],
                    numbers[4 * i + 1],
                    numbers[4 * i + 2] != 0,
                    (int) numbers[4 * i + 3]));
        }
        return exports;
    }

    private static Map<String, Long> readEnters(long address) {
        String[] types = NativeRuntime.moduleTypes(address);
        long[] codes = NativeRuntime.moduleTypeEnters(address);
        Map<String, Long> enters = new HashMap<>();
        for (int i = 0; i < types.length; i++) enters.put(types[i], codes[i]);
        return enters;
    }

    private static ImportType.Kind kind(long number) {
        return switch ((int) number) {
            case 0 -> ImportType.Kind.FUNCTION;
            case 1 -> ImportType.Kind.GLOBAL;
            case 2 -> ImportType.Kind.MEMORY;
            case 3 -> ImportType.Kind.TABLE;
            default -> throw new IllegalStateException("no import or export is of kind " + number);
        };
    }

    public String name() {
        return name;
    }

    /** The SHA-256 of the wasm file it was translated from, in lower-case hexadecimal. */
    public String wasmSha256() {
        return wasmSha256;
    }

    public boolean isSideModule() {
        return numbers[1] != 0;
    }

    /** What it imports, hooks among them, in the order of the descriptor. */
    public List<ImportType> imports() {
        return importTypes;
    }

    /** Its exports by name. For a linker, which needs all of them. The first call takes a while; see {@link #export}. */
    public Map<String, ModuleExport> exports() {
        Map<String, ModuleExport> present = exports;
        if (present == null) {
            Map<String, ModuleExport> all = new HashMap<>();
            for (ModuleExport export : readExports(address, 0, NativeRuntime.exportCount(address))) {
                all.put(export.name(), export);
            }
            present = Collections.unmodifiableMap(all);
            exports = present;
        }
        return present;
    }

    /** An export by name, or null. A program looks up a few dozen of thousands. */
    @Nullable
    ModuleExport export(String exportName) {
        ModuleExport found = foundExports.get(exportName);
        if (found == null) {
            int number = NativeRuntime.findExport(address, exportName);
            if (number < 0) return null;
            found = readExports(address, number, 1).get(0);
            foundExports.put(exportName, found);
        }
        return found;
    }

    /** The imports with their slots, for a linker. */
    public List<ModuleImport> importSlots() {
        return imports;
    }

    public DynamicLink dynamicLink() {
        return new DynamicLink((int) numbers[2], (int) numbers[3], (int) numbers[4], (int) numbers[5]);
    }

    public boolean exportsFunction(String export) {
        return function(export) != null;
    }

    /** An exported function, or null. */
    @Nullable
    GuestFunction function(String export) {
        ModuleExport found = export(export);
        if (found == null || found.kind() != ImportType.Kind.FUNCTION || found.place() == 0) return null;
        return new GuestFunction(export, found.type(), found.place(), enter(found.type()));
    }

    /** The code that calls functions of a type, or 0 if the module has no such type. */
    long enter(String signature) {
        return enters.getOrDefault(signature, 0L);
    }

    /** The memory that it starts with. */
    long initialMemoryBytes() {
        return numbers[10] << 16;
    }

    /** The functions that instantiate it, in order. */
    List<GuestFunction> initializers() {
        List<GuestFunction> functions = new ArrayList<>();
        String[] names = {"init_globals", "init_table", "init_memory", "start"};
        for (int i = 0; i < names.length; i++) {
            long code = numbers[6 + i];
            if (code != 0) {
                functions.add(new GuestFunction(name + "." + names[i], ":", code, NativeRuntime.plainEnter()));
            }
        }
        return functions;
    }

    long address() {
        return address;
    }

    int id() {
        return (int) numbers[0];
    }

    @Override
    public String toString() {
        return name;
    }
}
