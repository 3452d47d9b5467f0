package dev.pglitej.translator.wasm;

/** Something a module takes from elsewhere. */
public sealed interface Import {
    String module();

    String name();

    record OfFunction(String module, String name, Signature signature) implements Import {
        /** Whether this is Emscripten's call with a setjmp point around it, which the translator makes itself. */
        public boolean isInvoke() {
            return module.equals("env") && name.startsWith("invoke_");
        }
    }

    record OfGlobal(String module, String name, ValueType type, boolean isMutable) implements Import {}

    record OfMemory(String module, String name, Limits limits) implements Import {}

    record OfTable(String module, String name, Limits limits) implements Import {}
}
