package dev.pglitej.internal.engine.link;

import dev.pglitej.internal.engine.DynamicLink;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.ImportType;
import dev.pglitej.internal.engine.Linkage;
import dev.pglitej.internal.engine.Linkage.LoadedSideModule;
import dev.pglitej.internal.engine.ModuleExport;
import dev.pglitej.internal.engine.ModuleImport;
import dev.pglitej.internal.engine.NativeModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The side modules of one guest. Confined to the guest's thread. It has no state, so any number of these may exist, and a guest made from
 * an image has the side modules that were loaded when the image was made.
 *
 * <p>A function import is resolved to the host, else to the runtime, else to the main module, else to the first loaded side module that
 * exports it, else to a module that provides the symbol and is then loaded too. A call of an unresolved one is a trap that names the
 * symbol.
 *
 * <p>A symbol's address (imports GOT.mem and GOT.func) is one cell for all side modules. It is the importing module's own symbol if that
 * module is the first to import it and defines it, else the main module's, else the first side module's. It is 0 as long as no module
 * defines it; a later module may.
 */
public final class SideModules {
    private static final String ADDRESSES = "GOT.mem";
    private static final String FUNCTION_ADDRESSES = "GOT.func";
    private static final String SEPARATOR = ":";
    /** Names that Emscripten's own host gives to exports of the main module. */
    private static final Map<String, String> ALIASES =
            Map.of("getTempRet0", "_emscripten_tempret_get", "setTempRet0", "_emscripten_tempret_set");

    private final Guest guest;
    private final Linkage linkage;
    private final SymbolProviders providers;

    private SideModules(Guest guest, SymbolProviders providers) {
        this.guest = guest;
        this.linkage = guest.linkage();
        this.providers = providers;
    }

    public static SideModules of(Guest guest) {
        return of(guest, SymbolProviders.none());
    }

    /** Those of a guest into which the providers' modules are loaded when another module needs them. */
    public static SideModules of(Guest guest, SymbolProviders providers) {
        return new SideModules(guest, providers);
    }

    /** Loads a module and runs its constructors, if it is not loaded yet; its place in the order of loading, from 0. */
    public int load(NativeModule side) {
        if (!side.isSideModule()) {
            throw new EngineException("%s is not a side module, so it cannot be loaded into a guest".formatted(side));
        }
        List<LoadedSideModule> loaded = linkage.sideModules();
        for (int i = 0; i < loaded.size(); i++) {
            if (loaded.get(i).module() == side) return i;
        }
        LoadedSideModule placed = place(side);
        linkage.addModule(side);
        linkFunctions(side);
        List<String> wanted = linkGlobals(placed);
        linkage.instantiate(side);
        int index = linkage.sideModules().size();
        linkage.addSideModule(placed);
        defineOwn(placed, wanted);
        defineMissing();
        callIfExported(side, "__wasm_apply_data_relocs");
        callIfExported(side, "__wasm_call_ctors");
        return index;
    }

    /** The table index of a function that a loaded side module exports, as dlsym gives it; 0 if it exports none. */
    public int tableIndexOf(NativeModule side, String symbol) {
        ModuleExport export = side.exports().get(symbol);
        return export == null || export.kind() != ImportType.Kind.FUNCTION ? 0 : linkage.tableIndexOf(export);
    }

    /** Likewise, of the first module that exports it, the main module first. */
    public int tableIndexOf(String symbol) {
        return definition(symbol, ImportType.Kind.FUNCTION)
                .map(found -> linkage.tableIndexOf(found.export()))
                .orElse(0);
    }

    /** What dlsym gives for a symbol of a loaded side module: a function's table index, or a variable's address. */
    public OptionalInt find(NativeModule side, String symbol) {
        return linkage.sideModules().stream()
                .filter(loaded -> loaded.module() == side)
                .flatMap(loaded -> symbolOf(loaded.module(), loaded, symbol).stream())
                .mapToInt(this::addressOf)
                .findFirst();
    }

    /** Likewise, of the first module that exports it, the main module first. */
    public OptionalInt findInAll(String symbol) {
        Optional<Definition> ofMain = symbolOf(guest.module(), null, symbol);
        return ofMain.isPresent() ? OptionalInt.of(addressOf(ofMain.get())) : findBehindMain(symbol);
    }

    /** Likewise, of the first side module that exports it. */
    public OptionalInt findBehindMain(String symbol) {
        return linkage.sideModules().stream()
                .flatMap(loaded -> symbolOf(loaded.module(), loaded, symbol).stream())
                .mapToInt(this::addressOf)
                .findFirst();
    }

    /** A module's export that is a symbol of C: a function, or a variable, whose address is a constant. */
    private static Optional<Definition> symbolOf(NativeModule module, @Nullable LoadedSideModule side, String symbol) {
        ModuleExport export = module.exports().get(symbol);
        if (export == null || (export.kind() == ImportType.Kind.GLOBAL && export.mutable())) return Optional.empty();
        boolean isKnown = export.kind() == ImportType.Kind.FUNCTION || export.kind() == ImportType.Kind.GLOBAL;
        return isKnown ? Optional.of(new Definition(export, side)) : Optional.empty();
    }

    /** The side modules in the order of loading. */
    public List<NativeModule> loaded() {
        return linkage.sideModules().stream().map(LoadedSideModule::module).toList();
    }

    /** The imports of a loaded module that nothing provides, as far as they are functions. */
    public List<ImportType> unresolved(NativeModule side) {
        List<ImportType> unresolved = new ArrayList<>();
        for (int i = 0; i < side.importSlots().size(); i++) {
            ModuleImport slot = side.importSlots().get(i);
            if (slot.isFunction() && linkage.isUnresolved(side, i)) unresolved.add(slot.type());
        }
        return unresolved;
    }

    /** The symbols whose addresses a module asks for and that neither it nor another module defines. Loads providers of the others. */
    public List<String> undefined(NativeModule side) {
        return side.importSlots().stream()
                .map(ModuleImport::type)
                .filter(type -> isAddress(type) && !exports(side, type.name(), kind(type.module())))
                .filter(type -> provided(type.name(), kind(type.module())).isEmpty())
                .map(ImportType::name)
                .toList();
    }

    private static boolean isAddress(ImportType type) {
        return type.kind() == ImportType.Kind.GLOBAL
                && (type.module().equals(ADDRESSES) || type.module().equals(FUNCTION_ADDRESSES));
    }

    private static boolean exports(NativeModule module, String symbol, ImportType.Kind kind) {
        ModuleExport export = module.exports().get(symbol);
        return export != null && export.kind() == kind;
    }

    private LoadedSideModule place(NativeModule side) {
        DynamicLink wants = side.dynamicLink();
        int tableAlignment = 1 << wants.tableAlignmentLog2();
        int padding = -guest.tableSize() & tableAlignment - 1;
        int tableBase = linkage.growTable(padding + wants.tableEntries()) + padding;
        return new LoadedSideModule(side, allocate(side, wants), tableBase);
    }

    /** Allocates with the guest's own calloc, as a part of the guest's heap. */
    private int allocate(NativeModule side, DynamicLink wants) {
        if (wants.memoryBytes() == 0) return 0;
        int alignment = 1 << wants.memoryAlignmentLog2();
        int bytes = wants.memoryBytes() + alignment;
        int address = (int) guest.call(guest.function("calloc"), 1, bytes);
        if (address == 0) {
            throw new EngineException(
                    "guest %s has no %d bytes of memory left for side module %s".formatted(guest, bytes, side));
        }
        return address + alignment - 1 & -alignment;
    }

    private void linkFunctions(NativeModule side) {
        for (int i = 0; i < side.importSlots().size(); i++) {
            ModuleImport slot = side.importSlots().get(i);
            if (slot.isFunction() && linkage.isUnresolved(side, i)) {
                int index = i;
                String name = slot.type().name();
                provided(ALIASES.getOrDefault(name, name), ImportType.Kind.FUNCTION)
                        .ifPresent(found -> linkage.link(side, index, found.export()));
            }
        }
    }

    /** Connects imported globals; returns the cells that did not exist before. */
    private List<String> linkGlobals(LoadedSideModule side) {
        List<String> fresh = new ArrayList<>();
        for (ModuleImport slot : side.module().importSlots()) {
            if (slot.type().kind() != ImportType.Kind.GLOBAL) continue;
            ImportType type = slot.type();
            if (isAddress(type)) {
                String cell = type.module() + SEPARATOR + type.name();
                if (!linkage.hasCell(cell)) fresh.add(cell);
                linkage.setGlobalCell(slot, linkage.cell(cell));
            } else {
                linkEnvironment(side, slot);
            }
        }
        return fresh;
    }

    private void linkEnvironment(LoadedSideModule side, ModuleImport slot) {
        switch (slot.type().name()) {
            case "__memory_base" -> linkage.setGlobalValue(slot, side.memoryBase());
            case "__table_base" -> linkage.setGlobalValue(slot, side.tableBase());
            default -> {
                ModuleExport export = guest.module().exports().get(slot.type().name());
                if (export == null || export.kind() != ImportType.Kind.GLOBAL || export.mutable() != slot.mutable()) {
                    throw new EngineException("side module %s imports global %s, which main module %s does not export"
                            .formatted(side.module(), slot.type(), guest.module()));
                }
                if (slot.mutable()) {
                    linkage.setGlobalCell(slot, export.place());
                } else {
                    linkage.setGlobalValue(slot, linkage.globalValue(export));
                }
            }
        }
    }

    private void defineOwn(LoadedSideModule side, List<String> cells) {
        for (String cell : cells) {
            ModuleExport export = side.module().exports().get(symbol(cell));
            if (export != null && export.kind() == kind(cell)) {
                linkage.setCellValue(cell, addressOf(new Definition(export, side)));
            }
        }
    }

    private void defineMissing() {
        for (String cell : linkage.cellSymbols()) {
            if (linkage.cellValue(cell) == 0) {
                provided(symbol(cell), kind(cell)).ifPresent(found -> linkage.setCellValue(cell, addressOf(found)));
            }
        }
    }

    private static String symbol(String cell) {
        return cell.substring(cell.indexOf(SEPARATOR) + 1);
    }

    private static ImportType.Kind kind(String cell) {
        return cell.startsWith(FUNCTION_ADDRESSES) ? ImportType.Kind.FUNCTION : ImportType.Kind.GLOBAL;
    }

    /** An export and its side module; null for the main module. */
    private record Definition(ModuleExport export, @Nullable LoadedSideModule side) {}

    private Optional<Definition> definition(String symbol, ImportType.Kind kind) {
        ModuleExport ofMain = guest.module().exports().get(symbol);
        if (ofMain != null && ofMain.kind() == kind) return Optional.of(new Definition(ofMain, null));
        for (LoadedSideModule side : linkage.sideModules()) {
            ModuleExport export = side.module().exports().get(symbol);
            if (export != null && export.kind() == kind) return Optional.of(new Definition(export, side));
        }
        return Optional.empty();
    }

    /** Likewise, with the modules that providers know, which this loads. */
    private Optional<Definition> provided(String symbol, ImportType.Kind kind) {
        Optional<Definition> known = definition(symbol, kind);
        if (known.isPresent()) return known;
        Optional<NativeModule> provider = providers.providerOf(symbol);
        if (provider.isEmpty() || !exports(provider.get(), symbol, kind)) return Optional.empty();
        load(provider.get());
        return definition(symbol, kind);
    }

    private int addressOf(Definition definition) {
        if (definition.export().kind() == ImportType.Kind.FUNCTION) return linkage.tableIndexOf(definition.export());
        // A side module's data symbols are relative to its place.
        int value = linkage.globalValue(definition.export());
        LoadedSideModule side = definition.side();
        return side == null ? value : side.memoryBase() + value;
    }

    private void callIfExported(NativeModule side, String name) {
        if (side.exports().containsKey(name)) guest.call(linkage.function(side, name));
    }
}
