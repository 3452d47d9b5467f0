package dev.pglitej.internal.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The modules of one guest and their connections: import slots, table entries, and the cells in which side modules find the addresses of
 * symbols. For a linker. Confined to the guest's thread.
 */
public final class Linkage {
    private final Guest guest;
    private final GuestState state;
    private final HostBindings bindings;
    private final Imports imports;
    private final List<LoadedModule> loaded = new ArrayList<>();
    private final List<LoadedSideModule> sideModules = new ArrayList<>();
    private final Map<String, Integer> cells = new LinkedHashMap<>();
    private final Map<Integer, Integer> hostFunctions = new HashMap<>();
    private final Map<Long, Integer> tableIndexes = new HashMap<>();
    /** How many entries of the table {@link #tableIndexes} knows about. */
    private int tableEntriesSeen;

    Linkage(Guest guest, GuestState state, HostBindings bindings, Imports imports) {
        this.guest = guest;
        this.state = state;
        this.bindings = bindings;
        this.imports = imports;
    }

    /** Everything of a linkage that an image keeps. */
    record Snapshot(
            List<LoadedModule> loaded,
            List<LoadedSideModule> sideModules,
            Map<String, Integer> cells,
            Map<Integer, Integer> hostFunctions) {}

    /** A side module at its place in memory and table. */
    public record LoadedSideModule(NativeModule module, int memoryBase, int tableBase) {}

    Snapshot snapshot() {
        return new Snapshot(
                loaded.stream().map(LoadedModule::copy).toList(),
                List.copyOf(sideModules),
                new LinkedHashMap<>(cells),
                Map.copyOf(hostFunctions));
    }

    void restore(Snapshot snapshot) {
        for (LoadedModule module : snapshot.loaded()) {
            LoadedModule own = module.copy();
            loaded.add(own);
            bindImports(own);
        }
        sideModules.addAll(snapshot.sideModules());
        cells.putAll(snapshot.cells());
        hostFunctions.putAll(snapshot.hostFunctions());
    }

    void addMain(NativeModule main) {
        for (ImportType type : main.imports()) {
            if (type.kind() == ImportType.Kind.GLOBAL) {
                throw new EngineException(
                        "main module %s imports global %s, which is not supported".formatted(main, type));
            }
        }
        addModule(main);
    }

    /** Adds a module to the guest and resolves its functions against host and runtime; the linker does the rest. */
    public void addModule(NativeModule module) {
        LoadedModule added = new LoadedModule(module, new BitSet());
        loaded.add(added);
        bindImports(added);
    }

    /** Asks the host for each function. Others come from the runtime, from a linked module, or are stubs. */
    private void bindImports(LoadedModule target) {
        List<ModuleImport> slots = target.module().importSlots();
        HostBinding[] ofModule = new HostBinding[slots.size()];
        for (int i = 0; i < ofModule.length; i++) {
            ModuleImport slot = slots.get(i);
            HostFunction function = slot.isFunction() ? imports.resolve(slot.type()) : HostFunction.unresolved();
            ofModule[i] = slot.isFunction()
                    ? HostBinding.of(function, slot.type())
                    : HostBinding.of(function, HostBindings.NOTHING);
            if (function != HostFunction.unresolved()) {
                target.linked().clear(i);
                state.cell(slot.slot(), slot.hostCode());
            } else if (slot.isFunction() && !target.linked().get(i)) {
                state.cell(slot.slot(), codeWithoutHost(slot));
            }
        }
        bindings.put(target.module(), ofModule);
    }

    private static long codeWithoutHost(ModuleImport slot) {
        ImportType type = slot.type();
        if (type.isHook()) return 0;
        long builtin = NativeRuntime.builtin(type.module(), type.name(), type.signature());
        return builtin != 0 ? builtin : slot.hostCode();
    }

    /** All modules, the main module first. */
    public List<NativeModule> modules() {
        return loaded.stream().map(LoadedModule::module).toList();
    }

    public List<LoadedSideModule> sideModules() {
        return List.copyOf(sideModules);
    }

    public void addSideModule(LoadedSideModule module) {
        sideModules.add(module);
    }

    /** Whether neither host nor runtime provides this import of the module. */
    public boolean isUnresolved(NativeModule module, int index) {
        ModuleImport slot = module.importSlots().get(index);
        return bindings.get(module.id(), index).function() == HostFunction.unresolved()
                && !slot.type().isHook()
                && state.cell(slot.slot()) == slot.hostCode();
    }

    /** Resolves a function import to an exported function of another module of this guest. */
    public void link(NativeModule module, int index, ModuleExport export) {
        ModuleImport slot = module.importSlots().get(index);
        if (!export.type().equals(slot.type().signature())) {
            throw new EngineException("module %s imports %s, but the guest's %s is of type %s"
                    .formatted(module, slot.type(), export.name(), export.type()));
        }
        for (LoadedModule candidate : loaded) {
            if (candidate.module() == module) candidate.linked().set(index);
        }
        state.cell(slot.slot(), export.place());
    }

    /** Gives an immutable imported global its value. */
    public void setGlobalValue(ModuleImport global, int value) {
        state.cell(global.slot(), Integer.toUnsignedLong(value));
    }

    /** Makes a mutable imported global be the cell at this distance from the guest's address. */
    public void setGlobalCell(ModuleImport global, long cell) {
        state.cell(global.slot(), cell);
    }

    /** The value of an exported i32 global. */
    public int globalValue(ModuleExport global) {
        return state.cell32(global.place());
    }

    public boolean hasCell(String symbol) {
        return cells.containsKey(symbol);
    }

    /** The cell that all modules of the guest share for this symbol, made with the value 0 if it is new. */
    public long cell(String symbol) {
        return GuestState.gotCell(cells.computeIfAbsent(symbol, key -> cells.size()));
    }

    public int cellValue(String symbol) {
        return state.cell32(cell(symbol));
    }

    public void setCellValue(String symbol, int value) {
        state.cell32(cell(symbol), value);
    }

    /** The symbols that have a cell. */
    public List<String> cellSymbols() {
        return List.copyOf(cells.keySet());
    }

    /** Adds null entries to the table; returns the index of the first. */
    public int growTable(int entries) {
        return state.growTable(entries);
    }

    /** The index of an exported function in the table, into which it is put if it is not there yet. */
    public int tableIndexOf(ModuleExport function) {
        OptionalInt found = findInTable(function.place());
        if (found.isPresent()) return found.getAsInt();
        int index = state.growTable(1);
        state.tableEntry(index, Signatures.typeId(function.type()), function.place());
        tableIndexes.put(function.place(), index);
        return index;
    }

    // The guest may have changed the table since, so what is remembered is only a hint. Each entry is looked at once,
    // since modules look
    // up hundreds of symbols, and of most there is no entry yet.
    private OptionalInt findInTable(long code) {
        Integer hint = tableIndexes.get(code);
        if (hint != null && state.tableCode(hint) != code) {
            tableIndexes.clear();
            tableEntriesSeen = 0;
        }
        for (int size = state.tableSize(); tableEntriesSeen < size; tableEntriesSeen++) {
            if (tableEntriesSeen > 0 && state.tableType(tableEntriesSeen) != 0) {
                tableIndexes.putIfAbsent(state.tableCode(tableEntriesSeen), tableEntriesSeen);
            }
        }
        Integer found = tableIndexes.get(code);
        return found == null ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /** An exported function of any module of the guest. */
    public GuestFunction function(NativeModule module, String export) {
        GuestFunction function = module.function(export);
        if (function == null) throw new EngineException("module %s exports no function %s".formatted(module, export));
        return function;
    }

    /** The functions that instantiate a module: globals, table, memory, start function. */
    public void instantiate(NativeModule module) {
        for (GuestFunction step : module.initializers()) guest.call(step);
    }

    void hostFunctionAdded(int tableIndex, int number) {
        hostFunctions.put(tableIndex, number);
    }

    int hostFunctionAt(int tableIndex) {
        Integer number = hostFunctions.get(tableIndex);
        if (number == null) throw new EngineException("table entry %d is not a host function".formatted(tableIndex));
        return number;
    }

    GuestFunction tableFunction(int index, String signature) {
        if (index < 0 || index >= state.tableSize() || state.tableType(index) == 0) {
            throw new EngineException("guest %s has no function at table index %d".formatted(guest, index));
        }
        if (state.tableType(index) != Signatures.typeId(signature)) {
            throw new EngineException("the function at table index %d is not of type %s".formatted(index, signature));
        }
        for (LoadedModule module : loaded) {
            long enter = module.module().enter(signature);
            if (enter != 0) return new GuestFunction("table entry " + index, signature, state.tableCode(index), enter);
        }
        throw new EngineException("no module of guest %s has the function type %s".formatted(guest, signature));
    }
}
