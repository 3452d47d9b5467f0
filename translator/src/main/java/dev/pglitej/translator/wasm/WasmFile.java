package dev.pglitej.translator.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** One WebAssembly module, decoded and validated. */
public record WasmFile(
        String sha256,
        List<Signature> types,
        List<Import> imports,
        List<Function> functions,
        List<Global> globals,
        Limits memory,
        Limits table,
        List<Segment.OfElements> elements,
        List<Segment.OfData> data,
        List<Export> exports,
        OptionalInt start,
        Dylink dylink) {

    /** No locals, and the end. */
    private static final int EMPTY_BODY_BYTES = 2;

    public List<Import.OfFunction> functionImports() {
        return only(Import.OfFunction.class);
    }

    public List<Import.OfGlobal> globalImports() {
        return only(Import.OfGlobal.class);
    }

    /** Whether the module is told at run time where its memory and table parts lie. */
    public boolean isSideModule() {
        return globalImports().stream()
                .anyMatch(i -> i.module().equals("env") && i.name().equals("__memory_base"));
    }

    /** The same module with one more function, the last, that does nothing. */
    public WasmFile withFunction(Signature signature) {
        List<Signature> allTypes = new ArrayList<>(types);
        if (!types.contains(signature)) allTypes.add(signature);
        List<Function> all = new ArrayList<>(functions);
        int index = functionImports().size() + functions.size();
        all.add(new Function(index, signature, 0, EMPTY_BODY_BYTES, List.of(), List.of()));
        return new WasmFile(
                sha256, allTypes, imports, all, globals, memory, table, elements, data, exports, start, dylink);
    }

    /** The same module with an exported constant global, as the address of a C variable. */
    public WasmFile withVariable(String name, int address) {
        List<Global> allGlobals = new ArrayList<>(globals);
        allGlobals.add(new Global(ValueType.I32, false, new Initializer.Literal(ValueType.I32, address)));
        List<Export> allExports = new ArrayList<>(exports);
        allExports.add(new Export(name, Export.Kind.GLOBAL, globalImports().size() + globals.size()));
        return new WasmFile(
                sha256,
                types,
                imports,
                functions,
                allGlobals,
                memory,
                table,
                elements,
                data,
                allExports,
                start,
                dylink);
    }

    /** The type of any function, imported ones included. */
    public Signature signatureOf(int functionIndex) {
        List<Import.OfFunction> imported = functionImports();
        return functionIndex < imported.size()
                ? imported.get(functionIndex).signature()
                : functions.get(functionIndex - imported.size()).signature();
    }

    private <T extends Import> List<T> only(Class<T> kind) {
        return imports.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
