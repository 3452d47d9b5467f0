package dev.pglitej.translator.c;

import dev.pglitej.translator.wasm.Dylink;
import dev.pglitej.translator.wasm.Export;
import dev.pglitej.translator.wasm.Function;
import dev.pglitej.translator.wasm.Global;
import dev.pglitej.translator.wasm.Import;
import dev.pglitej.translator.wasm.Limits;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.TranslationException;
import dev.pglitej.translator.wasm.ValueType;
import dev.pglitej.translator.wasm.WasmFile;
import java.util.List;

/** Writes the file with a module's descriptor and all that the descriptor points to. */
final class DescriptorWriter {
    private final CModule module;
    private final Lines out = new Lines();

    DescriptorWriter(CModule module) {
        this.module = module;
    }

    String write() {
        out.add("/* The descriptor of %s. Generated; do not edit. */".formatted(module.name()));
        out.add("#include \"%s.h\"".formatted(module.name())).add("");
        out.add("struct rt_module_state module_state;").add("");
        new BoundaryWriter(module, out).write();
        new SegmentWriter(module, out).write();
        writeTypes();
        int imports = writeImports();
        writeExports();
        writeFunctions();
        writeModule(imports);
        return out.toString();
    }

    private void writeTypes() {
        out.add("static const struct rt_type types[] = {").indent();
        for (Signature signature : module.signatures()) {
            out.add("{\"%s\", %s, %s},"
                    .formatted(signature.text(), CType.id(signature), BoundaryWriter.enterName(signature)));
        }
        end(module.signatures().isEmpty());
    }

    /** Arrays without an element are no C. */
    private void end(boolean isEmpty) {
        if (isEmpty) {
            out.add("{0},");
        }
        out.outdent().add("};").add("");
    }

    private int writeImports() {
        out.add("static const struct rt_import imports[] = {").indent();
        int count = 0;
        int functions = 0;
        int globals = 0;
        for (Import imported : module.file().imports()) {
            if (imported instanceof Import.OfFunction function) {
                int index = functions++;
                if (function.isInvoke()) continue;
                writeImport(
                        imported,
                        "FUNCTION, %d, %d, (rt_code)%s, 0"
                                .formatted(
                                        module.indexOf(function.signature()),
                                        module.layout().functionSlot(index),
                                        BoundaryWriter.hostName(index)));
            } else if (imported instanceof Import.OfGlobal global) {
                writeImport(
                        imported,
                        "GLOBAL, '%s', %d, 0, %d"
                                .formatted(
                                        global.type().letter(),
                                        module.layout().globalOffset(globals++),
                                        global.isMutable() ? 1 : 0));
            } else if (imported instanceof Import.OfMemory) {
                writeImport(imported, "MEMORY, 0, 0, 0, 0");
            } else {
                writeImport(imported, "TABLE, 0, 0, 0, 0");
            }
            count++;
        }
        for (Directives.Hook hook : module.directives().hooks()) {
            out.add("{\"hook\", %s, RT_KIND_FUNCTION, %d, %d, (rt_code)%s, 0},"
                    .formatted(
                            CModule.quoted(hook.name()), module.indexOf(module.signature(hook.function())),
                            module.layout().hookSlot(hook.function()), BoundaryWriter.hookName(hook.function())));
            count++;
        }
        end(count == 0);
        return count;
    }

    private void writeImport(Import imported, String rest) {
        out.add("{%s, %s, RT_KIND_%s},"
                .formatted(CModule.quoted(imported.module()), CModule.quoted(imported.name()), rest));
    }

    private void writeExports() {
        out.add("static const struct rt_export exports[] = {").indent();
        for (Export export : module.exports()) {
            String rest = switch (export.kind()) {
                case FUNCTION -> function(export.index());
                case GLOBAL -> global(export);
                case MEMORY -> "MEMORY, 0, 0, 0, 0";
                case TABLE -> "TABLE, 0, 0, 0, 0";
            };
            out.add("{%s, RT_KIND_%s},".formatted(CModule.quoted(export.name()), rest));
        }
        module.layout()
                .constants()
                .forEach((name, offset) ->
                        out.add("{%s, RT_KIND_GLOBAL, 'i', 0, %d, 1},".formatted(CModule.quoted(name), offset)));
        end(exportCount() == 0);
    }

    private int exportCount() {
        return module.exports().size() + module.layout().constants().size();
    }

    private String function(int index) {
        boolean isDefined = index >= module.functionImports().size();
        return "FUNCTION, %d, %s, %d, 0"
                .formatted(
                        module.indexOf(module.signature(index)),
                        isDefined ? "(rt_code)" + module.functionName(index) : "0",
                        index);
    }

    private String global(Export export) {
        List<Import.OfGlobal> imports = module.file().globalImports();
        boolean isMutable;
        ValueType type;
        if (export.index() < imports.size()) {
            isMutable = imports.get(export.index()).isMutable();
            type = imports.get(export.index()).type();
            if (isMutable) {
                throw new TranslationException(
                        "export " + export.name() + " is an imported mutable global, which is not translated");
            }
        } else {
            Global global = module.file().globals().get(export.index() - imports.size());
            isMutable = global.isMutable();
            type = global.type();
        }
        return "GLOBAL, '%s', 0, %d, %d"
                .formatted(type.letter(), module.layout().globalOffset(export.index()), isMutable ? 1 : 0);
    }

    private void writeFunctions() {
        out.add("static const struct rt_function functions[] = {").indent();
        for (Function function : module.file().functions()) {
            out.add("{(rt_code)%s, %d, 0x%x},"
                    .formatted(
                            module.functionName(function.index()),
                            module.indexOf(function.signature()),
                            function.offset()));
        }
        end(module.file().functions().isEmpty());
    }

    private void writeModule(int imports) {
        WasmFile file = module.file();
        Dylink dylink = file.isSideModule() ? file.dylink() : Dylink.NONE;
        out.add("__attribute__((visibility(\"default\"))) extern const struct rt_module pglitej_module;")
                .add("");
        out.add("const struct rt_module pglitej_module = {").indent();
        out.add(".abi = RT_ABI,");
        out.add(".name = %s,".formatted(CModule.quoted(module.name())));
        out.add(".wasm_sha256 = \"%s\",".formatted(file.sha256()));
        out.add(".state = &module_state,");
        out.add(".area_bytes = %d,".formatted(module.layout().bytes()));
        out.add(".type_count = %d,".formatted(module.signatures().size()));
        out.add(".import_count = %d,".formatted(imports));
        out.add(".export_count = %d,".formatted(exportCount()));
        out.add(".function_count = %d,".formatted(file.functions().size()));
        out.add(".types = types,").add(".imports = imports,");
        out.add(".exports = exports,").add(".functions = functions,");
        writeLimits("memory_min_pages", "memory_max_pages", file.memory());
        writeLimits("table_min", "table_max", file.table());
        out.add(".is_side_module = %d,".formatted(file.isSideModule() ? 1 : 0));
        out.add(".dylink_memory_bytes = %d,".formatted(dylink.memoryBytes()));
        out.add(".dylink_memory_align_log2 = %d,".formatted(dylink.memoryAlignment()));
        out.add(".dylink_table_entries = %d,".formatted(dylink.tableEntries()));
        out.add(".dylink_table_align_log2 = %d,".formatted(dylink.tableAlignment()));
        out.add(".init_globals = init_globals,").add(".init_table = init_table,");
        out.add(".init_memory = init_memory,");
        out.add(".start = %s,"
                .formatted(
                        file.start().isPresent()
                                ? "(rt_code)" + module.functionName(file.start().getAsInt())
                                : "0"));
        out.outdent().add("};");
    }

    private void writeLimits(String minimum, String maximum, Limits limits) {
        out.add(".%s = %du,".formatted(minimum, limits.minimum()));
        out.add(".%s = %du,".formatted(maximum, limits.maximum()));
    }
}
