package dev.pglitej.natives.supplement;

import dev.pglitej.natives.supplement.Declaration.Function;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the C that connects a supplement with a guest, in the form that the runtime knows from translated modules: a header with what the
 * supplement may call, and its descriptor. What it imports lies in cells of its area, in the order of the declaration.
 */
final class Glue {
    private static final int CELL_BYTES = 8;
    /** Of a supplement's own memory; enough for every type of C. */
    private static final int MEMORY_ALIGNMENT_LOG2 = 4;

    private static final int MEMORY_BASE = 0;
    private static final int TABLE_BASE = CELL_BYTES;
    private static final int STACK_POINTER = 2 * CELL_BYTES;
    private static final int FIRST_VARIABLE = 3 * CELL_BYTES;

    private final String name;
    private final Declaration declaration;
    private final String hash;
    private final List<Signature> signatures;

    /** @param hash identifies the sources */
    Glue(String name, Declaration declaration, String hash) {
        this.name = name;
        this.declaration = declaration;
        this.hash = hash;
        Set<Signature> all = new LinkedHashSet<>(declaration.types());
        declaration.imports().forEach(function -> all.add(function.signature()));
        declaration.exports().forEach(function -> all.add(function.signature()));
        declaration.table().forEach(function -> all.add(function.signature()));
        this.signatures = List.copyOf(all);
    }

    /** The header {@code supplement.h}. */
    String header() {
        List<String> out = new ArrayList<>();
        out.add("/* What %s uses and offers. Generated from %s.module; do not edit. */".formatted(name, name));
        out.add("#ifndef SUPPLEMENT_H\n#define SUPPLEMENT_H\n\n#include \"rt_access.h\"\n");
        out.add("#pragma GCC visibility push(hidden)\n");
        out.add("extern struct rt_module_state module_state;\n");
        out.add("""
                static inline char *own_cell(rt_guest *g, u32 offset) {
                  return (char *)g + RT_AREA_OFFSET + module_state.area_offset + offset;
                }

                static inline char *imported_cell(rt_guest *g, u32 slot) {
                  return (char *)g + (int64_t)i64_get(own_cell(g, slot));
                }
                """);
        out.add("static inline u32 own_memory(rt_guest *g) { return i32_get(own_cell(g, %d)); }"
                .formatted(MEMORY_BASE));
        out.add("static inline u32 stack_pointer(rt_guest *g) { return i32_get(imported_cell(g, %d)); }"
                .formatted(STACK_POINTER));
        out.add("static inline void set_stack_pointer(rt_guest *g, u32 to) { i32_set(imported_cell(g, %d), to); }\n"
                .formatted(STACK_POINTER));
        for (int i = 0; i < declaration.variables().size(); i++) {
            out.add("static inline u32 address_of_%s(rt_guest *g) { return i32_get(imported_cell(g, %d)); }"
                    .formatted(declaration.variables().get(i), variableSlot(i)));
        }
        for (int i = 0; i < declaration.imports().size(); i++) out.add(importCall(i));
        for (Signature type : declaration.types()) out.add(tableCall(type));
        declaration.exports().forEach(function -> out.add(prototype(function) + ";"));
        for (int i = 0; i < declaration.table().size(); i++) {
            Function function = declaration.table().get(i);
            out.add(prototype(function) + ";");
            out.add("static inline u32 place_of_%s(rt_guest *g) { return i32_get(own_cell(g, %d)) + %d; }"
                    .formatted(function.name(), TABLE_BASE, i));
        }
        out.add("\n#pragma GCC visibility pop\n\n#endif\n");
        return String.join("\n", out);
    }

    private String importCall(int i) {
        Function function = declaration.imports().get(i);
        Signature type = function.signature();
        return "static inline %s guest_%s(%s) { %s((%s)code_get(own_cell(g, %d)))(%s); }"
                .formatted(
                        result(type),
                        function.name(),
                        parameters(type),
                        type.results().isEmpty() ? "" : "return ",
                        pointer(type),
                        importSlot(i),
                        arguments(type));
    }

    private static String tableCall(Signature type) {
        String comma = type.parameters().isEmpty() ? "" : ", ";
        String named = parameters(type).replaceFirst("rt_guest \\*g(, )?", "");
        return "static inline %s call_%s(rt_guest *g, u32 place%s%s) { %s((%s)indirect(g, place, 0x%08xu))(%s); }"
                .formatted(
                        result(type),
                        type.identifier(),
                        comma,
                        named,
                        type.results().isEmpty() ? "" : "return ",
                        pointer(type),
                        type.id(),
                        arguments(type));
    }

    /** The file with the descriptor. */
    String descriptor() {
        List<String> out = new ArrayList<>();
        out.add("/* The descriptor of %s. Generated from %s.module; do not edit. */".formatted(name, name));
        out.add("#include \"supplement.h\"\n#include \"rt_numeric.h\"\n");
        out.add("struct rt_module_state module_state;\n");
        for (Signature type : signatures) out.add(enter(type));
        for (int i = 0; i < declaration.imports().size(); i++) out.add(host(i));
        out.add(initialization());
        out.add(array(
                "rt_type types",
                signatures.stream()
                        .map(type -> "{\"%s\", 0x%08xu, enter_%s}".formatted(type.text(), type.id(), type.identifier()))
                        .toList()));
        List<String> imports = imports();
        out.add(array("rt_import imports", imports));
        List<String> functions = Stream.concat(declaration.exports().stream(), declaration.table().stream())
                .map(f -> "{(rt_code)%s, %d, 0}".formatted(f.name(), signatures.indexOf(f.signature())))
                .distinct()
                .toList();
        out.add(array("rt_function functions", functions));
        out.add(array("rt_export exports", exports()));
        out.add(module(imports.size(), functions.size()));
        return String.join("\n", out);
    }

    private static String enter(Signature type) {
        String arguments = IntStream.range(0, type.parameters().size())
                .mapToObj(i -> ", " + fromBits(type.parameters().get(i), "arguments[" + i + "]"))
                .collect(Collectors.joining());
        String call = "((%s)code)(g%s)".formatted(pointer(type), arguments);
        String body = type.results().isEmpty()
                ? call
                : "results[0] = " + toBits(type.results().get(0), call);
        return """
                static void enter_%s(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results) {
                  (void)arguments, (void)results;
                  %s;
                }
                """.formatted(type.identifier(), body);
    }

    /** What stands for an imported function that no module provides: the host is asked. */
    private String host(int i) {
        Signature type = declaration.imports().get(i).signature();
        String arguments = IntStream.range(0, type.parameters().size())
                .mapToObj(n -> "  request->argument[%d] = %s;\n"
                        .formatted(n, toBits(type.parameters().get(n), "p" + n)))
                .collect(Collectors.joining());
        String result = type.results().isEmpty()
                ? ""
                : "  return " + fromBits(type.results().get(0), "request->result[0]") + ";\n";
        int index = FIRST_VARIABLE / CELL_BYTES + declaration.variables().size() + i;
        return """
                static %s host_%d(%s) {
                  struct rt_request *request = &rt_header(g)->request;
                  request->kind = RT_REQUEST_HOST_CALL;
                  request->module = module_state.id;
                  request->import = %d;
                  request->answer = RT_ANSWER_RESULT;
                %s  rt_header(g)->api->host_call(g);
                %s}
                """.formatted(result(type), i, parameters(type), index, arguments, result);
    }

    private String initialization() {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < declaration.table().size(); i++) {
            Function function = declaration.table().get(i);
            entries.append("  rt_table(g)[place_of_%s(g)] = (struct rt_entry){0x%08xu, 0, (rt_code)%s};\n"
                    .formatted(function.name(), function.signature().id(), function.name()));
        }
        return "static void init_globals(rt_guest *g) { (void)g; }\n"
                + "static void init_table(rt_guest *g) {\n  (void)g;\n" + entries + "}\n"
                + "static void init_memory(rt_guest *g) { (void)g; }\n";
    }

    private List<String> imports() {
        List<String> imports = new ArrayList<>();
        imports.add("{\"env\", \"__memory_base\", RT_KIND_GLOBAL, 'i', %d, 0, 0}".formatted(MEMORY_BASE));
        imports.add("{\"env\", \"__table_base\", RT_KIND_GLOBAL, 'i', %d, 0, 0}".formatted(TABLE_BASE));
        imports.add("{\"env\", \"__stack_pointer\", RT_KIND_GLOBAL, 'i', %d, 0, 1}".formatted(STACK_POINTER));
        for (int i = 0; i < declaration.variables().size(); i++) {
            imports.add("{\"GOT.mem\", \"%s\", RT_KIND_GLOBAL, 'i', %d, 0, 1}"
                    .formatted(declaration.variables().get(i), variableSlot(i)));
        }
        for (int i = 0; i < declaration.imports().size(); i++) {
            Function function = declaration.imports().get(i);
            imports.add("{\"env\", \"%s\", RT_KIND_FUNCTION, %d, %d, (rt_code)host_%d, 0}"
                    .formatted(function.name(), signatures.indexOf(function.signature()), importSlot(i), i));
        }
        return imports;
    }

    private List<String> exports() {
        return declaration.exports().stream()
                .map(f -> "{\"%s\", RT_KIND_FUNCTION, %d, (rt_code)%s, 0, 0}"
                        .formatted(f.name(), signatures.indexOf(f.signature()), f.name()))
                .toList();
    }

    private String module(int imports, int functions) {
        return """
                __attribute__((visibility("default"))) extern const struct rt_module pglitej_module;

                const struct rt_module pglitej_module = {
                    .abi = RT_ABI, .name = "%s", .wasm_sha256 = "%s", .state = &module_state, .area_bytes = %d,
                    .type_count = %d, .import_count = %d, .export_count = %d, .function_count = %d,
                    .types = types, .imports = imports, .exports = exports, .functions = functions,
                    .memory_max_pages = 0xffffffffu, .table_max = 0xffffffffu, .is_side_module = 1,
                    .dylink_memory_bytes = %d, .dylink_memory_align_log2 = %d, .dylink_table_entries = %d,
                    .init_globals = init_globals, .init_table = init_table, .init_memory = init_memory,
                };
                """.formatted(
                        name,
                        hash,
                        importSlot(declaration.imports().size()),
                        signatures.size(),
                        imports,
                        declaration.exports().size(),
                        functions,
                        declaration.memoryBytes(),
                        MEMORY_ALIGNMENT_LOG2,
                        declaration.table().size());
    }

    /** Arrays without an element are no C. */
    private static String array(String what, List<String> elements) {
        return "static const struct %s[] = {\n  %s,\n};\n"
                .formatted(what, elements.isEmpty() ? "{0}" : String.join(",\n  ", elements));
    }

    private static int variableSlot(int i) {
        return FIRST_VARIABLE + CELL_BYTES * i;
    }

    private int importSlot(int i) {
        return variableSlot(declaration.variables().size() + i);
    }

    private static String prototype(Function function) {
        return "%s %s(%s)".formatted(result(function.signature()), function.name(), parameters(function.signature()));
    }

    private static String parameters(Signature type) {
        return IntStream.range(0, type.parameters().size())
                .mapToObj(i -> ", " + of(type.parameters().get(i)) + " p" + i)
                .collect(Collectors.joining("", "rt_guest *g", ""));
    }

    private static String arguments(Signature type) {
        return IntStream.range(0, type.parameters().size())
                .mapToObj(i -> ", p" + i)
                .collect(Collectors.joining("", "g", ""));
    }

    private static String pointer(Signature type) {
        return type.parameters().stream()
                .map(parameter -> ", " + of(parameter))
                .collect(Collectors.joining("", result(type) + " (*)(rt_guest *", ")"));
    }

    private static String result(Signature type) {
        return type.results().isEmpty() ? "void" : of(type.results().get(0));
    }

    private static String of(ValueType type) {
        return switch (type) {
            case I32 -> "u32";
            case I64 -> "u64";
            case F32 -> "f32";
            case F64 -> "f64";
            case FUNCREF -> throw new IllegalArgumentException("signatures have no letter for functions");
        };
    }

    private static String fromBits(ValueType type, String bits) {
        return switch (type) {
            case I32 -> "(u32)" + bits;
            case I64 -> bits;
            case F32 -> "f32_reinterpret_i32((u32)" + bits + ")";
            case F64 -> "f64_reinterpret_i64(" + bits + ")";
            case FUNCREF -> throw new IllegalArgumentException("signatures have no letter for functions");
        };
    }

    private static String toBits(ValueType type, String value) {
        return switch (type) {
            case I32, I64 -> value;
            case F32 -> "i32_reinterpret_f32(" + value + ")";
            case F64 -> "i64_reinterpret_f64(" + value + ")";
            case FUNCREF -> throw new IllegalArgumentException("signatures have no letter for functions");
        };
    }
}
