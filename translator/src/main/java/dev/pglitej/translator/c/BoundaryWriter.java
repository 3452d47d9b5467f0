package dev.pglitej.translator.c;

import dev.pglitej.translator.wasm.Import;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.TranslationException;
import dev.pglitej.translator.wasm.ValueType;
import java.util.List;

/** Writes the functions between a module and its surroundings: adaptors of types, calls of the host, invoke_*. */
final class BoundaryWriter {
    /** RT_MAX_ARGUMENTS in rt.h. */
    private static final int MAXIMUM_ARGUMENTS = 32;

    private final CModule module;
    private final Lines out;

    BoundaryWriter(CModule module, Lines out) {
        this.module = module;
        this.out = out;
    }

    void write() {
        module.signatures().forEach(this::writeEnter);
        List<Import.OfFunction> imports = module.functionImports();
        for (int i = 0; i < imports.size(); i++) {
            if (imports.get(i).isInvoke()) {
                writeInvoke(i, imports.get(i));
            } else {
                writeHostCall(hostName(i), imports.get(i).signature(), descriptorIndex(i));
            }
        }
        int index = descriptorIndex(imports.size());
        for (Directives.Hook hook : module.directives().hooks()) writeHookCall(hook, index++);
    }

    static String enterName(Signature signature) {
        return "enter_" + signature.identifier();
    }

    static String hostName(int function) {
        return "host_" + function;
    }

    static String hookName(int function) {
        return "hook_" + function;
    }

    /** Where the descriptor lists an imported function: among all imports but the invoke_* ones. */
    private int descriptorIndex(int function) {
        int functions = 0;
        int index = 0;
        for (Import imported : module.file().imports()) {
            if (imported instanceof Import.OfFunction candidate) {
                if (functions++ == function) return index;
                index += candidate.isInvoke() ? 0 : 1;
            } else {
                index++;
            }
        }
        return index;
    }

    private void writeEnter(Signature signature) {
        StringBuilder arguments = new StringBuilder("g");
        for (int i = 0; i < signature.parameters().size(); i++) {
            arguments.append(", ").append(fromBits(signature.parameters().get(i), "arguments[" + i + "]"));
        }
        String call = "((%s)code)(%s)".formatted(CType.pointer(signature), arguments);
        List<ValueType> results = signature.results();
        out.add("static void %s(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results) {"
                .formatted(enterName(signature)));
        out.indent();
        if (signature.parameters().isEmpty()) out.add("(void)arguments;");
        switch (results.size()) {
            case 0 -> out.add("(void)results;").add(call + ";");
            case 1 -> out.add("results[0] = " + toBits(results.get(0), call) + ";");
            default -> {
                out.add(CType.ofResults(results) + " all = " + call + ";");
                for (int i = 0; i < results.size(); i++) {
                    out.add("results[" + i + "] = " + toBits(results.get(i), "all.r" + i) + ";");
                }
            }
        }
        out.outdent();
        out.add("}").add("");
    }

    private void writeInvoke(int index, Import.OfFunction invoke) {
        Signature called = CModule.calledBy(invoke);
        List<ValueType> results = called.results();
        out.add(FunctionWriter.declaration(module.functionName(index), invoke.signature()) + " {");
        out.indent();
        out.add("struct rt_jump jump;");
        out.add("rt_header(g)->api->jump_enter(g, &jump);");
        out.add("if (_setjmp(jump.state) != 0) {");
        out.indent();
        out.add("rt_header(g)->api->jump_landed(g, &jump);");
        out.add(
                switch (results.size()) {
                    case 0 -> "return;";
                    case 1 -> "return 0;";
                    default -> "return (" + CType.ofResults(results) + "){0};";
                });
        out.outdent();
        out.add("}");
        String result = results.isEmpty() ? "" : CType.ofResults(results) + " result = ";
        out.add("%s((%s)indirect(g, p0, %s))(%s);"
                .formatted(result, CType.pointer(called), CType.id(called), CType.arguments(invoke.signature(), 1)));
        out.add("rt_header(g)->jump = jump.outer;");
        if (!results.isEmpty()) out.add("return result;");
        out.outdent();
        out.add("}").add("");
    }

    private void writeHostCall(String name, Signature signature, int index) {
        out.add("static " + FunctionWriter.declaration(name, signature) + " {");
        out.indent();
        writeRequest(signature, index);
        writeAnswer(signature);
        out.outdent();
        out.add("}").add("");
    }

    private void writeHookCall(Directives.Hook hook, int index) {
        Signature signature = module.signature(hook.function());
        String original = FunctionWriter.originalName(hook.function());
        out.add(FunctionWriter.declaration(original, signature) + ";").add("");
        out.add("static " + FunctionWriter.declaration(hookName(hook.function()), signature) + " {");
        out.indent();
        writeRequest(signature, index);
        out.add("if (request->answer == RT_ANSWER_PROCEED) {");
        out.indent();
        String call = original + "(" + CType.arguments(signature, 0) + ");";
        if (signature.results().isEmpty()) {
            out.add(call).add("return;");
        } else {
            out.add("return " + call);
        }
        out.outdent();
        out.add("}");
        writeAnswer(signature);
        out.outdent();
        out.add("}").add("");
    }

    private void writeRequest(Signature signature, int index) {
        refuseMany(signature);
        out.add("struct rt_request *request = &rt_header(g)->request;");
        out.add("request->kind = RT_REQUEST_HOST_CALL;");
        out.add("request->module = module_state.id;");
        out.add("request->import = %d;".formatted(index));
        out.add("request->answer = RT_ANSWER_RESULT;");
        for (int i = 0; i < signature.parameters().size(); i++) {
            out.add("request->argument[%d] = %s;"
                    .formatted(i, toBits(signature.parameters().get(i), "p" + i)));
        }
        out.add("rt_header(g)->api->host_call(g);");
    }

    private static void refuseMany(Signature signature) {
        if (signature.parameters().size() > MAXIMUM_ARGUMENTS
                || signature.results().size() > MAXIMUM_ARGUMENTS) {
            throw new TranslationException(
                    "an import or hook of type %s takes or gives more than %d values; raise RT_MAX_ARGUMENTS"
                            .formatted(signature.text(), MAXIMUM_ARGUMENTS));
        }
    }

    private void writeAnswer(Signature signature) {
        List<ValueType> results = signature.results();
        if (results.isEmpty()) return;
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < results.size(); i++) {
            values.append(i == 0 ? "" : ", ").append(fromBits(results.get(i), "request->result[" + i + "]"));
        }
        out.add(
                results.size() == 1
                        ? "return " + values + ";"
                        : "return (" + CType.ofResults(results) + "){" + values + "};");
    }

    private static String fromBits(ValueType type, String bits) {
        return switch (type) {
            case I32 -> "(u32)" + bits;
            case I64 -> bits;
            case F32 -> "f32_reinterpret_i32((u32)" + bits + ")";
            case F64 -> "f64_reinterpret_i64(" + bits + ")";
            case FUNCREF -> throw new IllegalArgumentException("functions are not handed to the host");
        };
    }

    private static String toBits(ValueType type, String value) {
        return switch (type) {
            case I32, I64 -> value;
            case F32 -> "i32_reinterpret_f32(" + value + ")";
            case F64 -> "i64_reinterpret_f64(" + value + ")";
            case FUNCREF -> throw new IllegalArgumentException("functions are not handed to the host");
        };
    }
}
