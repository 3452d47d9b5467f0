package dev.pglitej.translator.wasm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.ActiveElement;
import run.endive.wasm.types.CustomSection;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.DeclarativeElement;
import run.endive.wasm.types.Element;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.GlobalImport;
import run.endive.wasm.types.MemoryImport;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.TableImport;
import run.endive.wasm.types.TableLimits;
import run.endive.wasm.types.UnknownCustomSection;
import run.endive.wasm.types.ValType;

/** Decodes and validates a file by means of Endive's parser, and refuses what cannot be translated. */
public final class WasmReader {
    private final byte[] file;
    private final WasmModule module;
    private final List<Signature> types;

    private WasmReader(byte[] file, WasmModule module) {
        this.file = file;
        this.module = module;
        this.types = Arrays.stream(module.typeSection().types())
                .map(WasmReader::signature)
                .toList();
    }

    public static WasmFile read(byte[] file) {
        try {
            return new WasmReader(file, Parser.parse(file)).read();
        } catch (WasmEngineException e) {
            throw new TranslationException("not a valid WebAssembly module: " + e.getMessage(), e);
        }
    }

    private WasmFile read() {
        List<Import> imports =
                module.importSection().stream().map(this::importOf).toList();
        refuseSurplus(imports);
        return new WasmFile(
                sha256(file),
                types,
                imports,
                functions((int) imports.stream()
                        .filter(Import.OfFunction.class::isInstance)
                        .count()),
                globals(),
                memory(imports),
                table(imports),
                elements(),
                data(),
                exports(),
                module.startSection()
                        .map(start -> OptionalInt.of((int) start.startIndex()))
                        .orElse(OptionalInt.empty()),
                dylink());
    }

    private Import importOf(run.endive.wasm.types.Import imported) {
        String from = imported.module();
        String name = imported.name();
        if (imported instanceof FunctionImport function) {
            return new Import.OfFunction(from, name, types.get(function.typeIndex()));
        } else if (imported instanceof GlobalImport global) {
            return new Import.OfGlobal(
                    from, name, numeric(global.type(), "a global"), global.mutabilityType() == MutabilityType.Var);
        } else if (imported instanceof MemoryImport memory) {
            return new Import.OfMemory(from, name, limits(memory.limits()));
        } else if (imported instanceof TableImport table) {
            return new Import.OfTable(from, name, limits(table.limits(), table.entryType()));
        }
        throw new TranslationException(
                "import " + from + "." + name + " is of kind " + imported.importType() + ", which is not translated");
    }

    private void refuseSurplus(List<Import> imports) {
        long memories = imports.stream()
                        .filter(Import.OfMemory.class::isInstance)
                        .count()
                + module.memorySection().map(section -> section.memoryCount()).orElse(0);
        long tables = imports.stream().filter(Import.OfTable.class::isInstance).count()
                + module.tableSection().tableCount();
        if (memories > 1 || tables > 1) {
            throw new TranslationException("the module has " + memories + " memories and " + tables
                    + " tables; at most one of each is translated");
        }
        if (module.tagSection().map(section -> section.tagCount()).orElse(0) > 0) {
            throw new TranslationException("the module declares exceptions, which are not translated");
        }
    }

    private List<Function> functions(int imported) {
        List<CodeRanges.Range> ranges = CodeRanges.of(file);
        List<Function> functions = new ArrayList<>(ranges.size());
        for (int i = 0; i < ranges.size(); i++) {
            FunctionBody body = module.codeSection().getFunctionBody(i);
            functions.add(new Function(
                    imported + i,
                    types.get(module.functionSection().getFunctionType(i)),
                    ranges.get(i).offset(),
                    ranges.get(i).size(),
                    body.localTypes().stream().map(WasmReader::valueType).toList(),
                    body.instructions()));
        }
        return functions;
    }

    private List<Global> globals() {
        return Arrays.stream(module.globalSection().globals())
                .map(global -> new Global(
                        numeric(global.valueType(), "a global"),
                        global.mutabilityType() == MutabilityType.Var,
                        InitializerReader.read(global.initInstructions())))
                .toList();
    }

    private Limits memory(List<Import> imports) {
        return imports.stream()
                .filter(Import.OfMemory.class::isInstance)
                .map(memory -> ((Import.OfMemory) memory).limits())
                .findFirst()
                .or(() -> module.memorySection()
                        .filter(section -> section.memoryCount() > 0)
                        .map(section -> limits(section.getMemory(0).limits())))
                .orElse(Limits.NONE);
    }

    private Limits table(List<Import> imports) {
        return imports.stream()
                .filter(Import.OfTable.class::isInstance)
                .map(table -> ((Import.OfTable) table).limits())
                .findFirst()
                .orElseGet(() -> module.tableSection().tableCount() == 0
                        ? Limits.NONE
                        : limits(
                                module.tableSection().getTable(0).limits(),
                                module.tableSection().getTable(0).elementType()));
    }

    private List<Segment.OfElements> elements() {
        return Arrays.stream(module.elementSection().elements())
                .map(WasmReader::elements)
                .toList();
    }

    private static Segment.OfElements elements(Element segment) {
        return new Segment.OfElements(
                segment instanceof ActiveElement active
                        ? Optional.of(InitializerReader.read(active.offset()))
                        : Optional.empty(),
                segment instanceof DeclarativeElement,
                segment.initializers().stream().map(InitializerReader::read).toList());
    }

    private List<Segment.OfData> data() {
        return Arrays.stream(module.dataSection().dataSegments())
                .map(WasmReader::data)
                .toList();
    }

    private static Segment.OfData data(DataSegment segment) {
        return new Segment.OfData(
                segment instanceof ActiveDataSegment active
                        ? Optional.of(InitializerReader.read(active.offsetInstructions()))
                        : Optional.empty(),
                segment.data());
    }

    private List<Export> exports() {
        List<Export> exports = new ArrayList<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            run.endive.wasm.types.Export export = module.exportSection().getExport(i);
            exports.add(new Export(export.name(), kind(export.exportType()), export.index()));
        }
        return exports;
    }

    private static Export.Kind kind(ExternalType type) {
        return switch (type) {
            case FUNCTION -> Export.Kind.FUNCTION;
            case GLOBAL -> Export.Kind.GLOBAL;
            case MEMORY -> Export.Kind.MEMORY;
            case TABLE -> Export.Kind.TABLE;
            case TAG -> throw new TranslationException("an exception is exported, which is not translated");
        };
    }

    private Dylink dylink() {
        for (CustomSection section : module.customSections()) {
            if (section.name().equals("dylink.0") && section instanceof UnknownCustomSection unknown) {
                return Dylink.parse(unknown.bytes());
            }
        }
        return Dylink.NONE;
    }

    private static Limits limits(MemoryLimits limits) {
        if (limits.shared()) {
            throw new TranslationException("the memory is shared between threads, which is not translated");
        }
        boolean isBounded = limits.maximumPages() != MemoryLimits.MAX_PAGES;
        return new Limits(limits.initialPages(), isBounded ? limits.maximumPages() : Limits.UNLIMITED);
    }

    private static Limits limits(TableLimits limits, ValType element) {
        if (valueType(element) != ValueType.FUNCREF) {
            throw new TranslationException("a table of " + element + " is not translated; only one of functions is");
        }
        boolean isBounded = limits.max() < TableLimits.LIMIT_MAX;
        return new Limits(limits.min(), isBounded ? limits.max() : Limits.UNLIMITED);
    }

    private static Signature signature(FunctionType type) {
        return new Signature(
                type.params().stream().map(t -> numeric(t, "a parameter")).toList(),
                type.returns().stream().map(t -> numeric(t, "a result")).toList());
    }

    private static ValueType numeric(ValType type, String of) {
        ValueType translated = valueType(type);
        if (translated == ValueType.FUNCREF) {
            throw new TranslationException("the type " + type + " of " + of + " is not translated");
        }
        return translated;
    }

    /** The type that this is in the model; refuses the others. */
    public static ValueType valueType(ValType type) {
        if (type.equals(ValType.I32)) {
            return ValueType.I32;
        } else if (type.equals(ValType.I64)) {
            return ValueType.I64;
        } else if (type.equals(ValType.F32)) {
            return ValueType.F32;
        } else if (type.equals(ValType.F64)) {
            return ValueType.F64;
        } else if (type.equals(ValType.FuncRef)) {
            return ValueType.FUNCREF;
        }
        throw new TranslationException("the type " + type + " is not translated");
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
