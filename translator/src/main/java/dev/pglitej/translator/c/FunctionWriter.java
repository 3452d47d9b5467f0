package dev.pglitej.translator.c;

import dev.pglitej.translator.lower.BusyWait;
import dev.pglitej.translator.lower.Changes;
import dev.pglitej.translator.lower.FunctionLowering;
import dev.pglitej.translator.lower.LoweredFunction;
import dev.pglitej.translator.lower.LoweringContext;
import dev.pglitej.translator.lower.Variable;
import dev.pglitej.translator.wasm.Function;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Writes the functions that a module defines. */
final class FunctionWriter {
    private static final int LOCALS_A_LINE = 12;

    private final CModule module;
    private final LoweringContext context;
    private final Map<Integer, Map<Integer, String>> constants = new HashMap<>();

    FunctionWriter(CModule module) {
        this.module = module;
        this.context = new LoweringContext(module.file());
        for (Directives.ConstantCell cell : module.directives().constants()) {
            constants
                    .computeIfAbsent(cell.function(), function -> new HashMap<>())
                    .put(cell.value(), cell.name());
        }
    }

    void write(Function function, Lines out) {
        LoweredFunction lowered = new FunctionLowering(context, function, changes(function.index())).lower();
        String name = module.functionName(function.index());
        boolean isHooked = module.layout().isHooked(function.index());
        out.add("");
        out.add(comment(function));
        if (isHooked) out.add(declaration(originalName(function.index()), function.signature()) + ";");
        out.add(declaration(isHooked ? originalName(function.index()) : name, function.signature()) + " {");
        out.indent();
        Optional<Relocations> relocations = Relocations.of(lowered.statements());
        if (relocations.isPresent()) {
            relocations.get().write(module.layout(), out);
        } else {
            declareLocals(lowered.locals(), out);
            new StatementWriter(module, out).writeAll(lowered.statements());
        }
        out.outdent();
        out.add("}");
        if (isHooked) writeHook(function, name, out);
    }

    private Changes changes(int function) {
        return new Changes(constants.getOrDefault(function, Map.of()), stackBase(function), busyWait(function));
    }

    private Optional<BusyWait> busyWait(int function) {
        return module.directives().waits().stream()
                .filter(wait -> wait.function() == function)
                .map(wait -> new BusyWait(wait.offset(), wait.waiter()))
                .findFirst();
    }

    private OptionalInt stackBase(int function) {
        return module.directives().stackBases().stream()
                .filter(base -> base.function() == function)
                .mapToInt(Directives.StackBase::address)
                .findFirst();
    }

    /** The name under which the body of a hooked function goes on. */
    static String originalName(int function) {
        return "f" + function + "_original";
    }

    /** The head of a definition. */
    static String declaration(String name, Signature signature) {
        return CType.ofResults(signature.results()) + " " + name + "(" + CType.namedParameters(signature) + ")";
    }

    private String comment(Function function) {
        String exported = module.exportNames(function.index()).stream()
                .map(CModule::quoted)
                .collect(Collectors.joining(", "));
        return "/* 0x%06x %s%s */"
                .formatted(
                        function.offset(),
                        function.signature().text(),
                        exported.isEmpty() ? "" : ", exported as " + exported.replace("*/", "* /"));
    }

    private static void declareLocals(List<Variable> locals, Lines out) {
        for (ValueType type : ValueType.values()) {
            String initial = type == ValueType.FUNCREF ? " = {0, 0, 0}" : " = 0";
            List<String> names = locals.stream()
                    .filter(local -> local.type() == type)
                    .map(local -> local.name() + initial)
                    .toList();
            for (int i = 0; i < names.size(); i += LOCALS_A_LINE) {
                List<String> line = names.subList(i, Math.min(i + LOCALS_A_LINE, names.size()));
                out.add(CType.of(type) + " " + String.join(", ", line) + ";");
            }
        }
    }

    private void writeHook(Function function, String name, Lines out) {
        Signature signature = function.signature();
        String result = signature.results().isEmpty() ? "" : "return ";
        out.add("");
        out.add("/* The hook of " + originalName(function.index()) + " */");
        out.add(declaration(name, signature) + " {");
        out.indent();
        out.add("rt_code hook = code_get(own_cell(g, %d));"
                .formatted(module.layout().hookSlot(function.index())));
        out.add("if (hook != 0) {");
        out.indent();
        out.add("%s((%s)hook)(%s);".formatted(result, CType.pointer(signature), CType.arguments(signature, 0)));
        out.outdent();
        out.add("} else {");
        out.indent();
        out.add("%s%s(%s);".formatted(result, originalName(function.index()), CType.arguments(signature, 0)));
        out.outdent();
        out.add("}");
        out.outdent();
        out.add("}");
    }
}
