package dev.pglitej.translator.lower;

import dev.pglitej.translator.wasm.Global;
import dev.pglitej.translator.wasm.Import;
import dev.pglitej.translator.wasm.Initializer;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.WasmFile;
import java.util.ArrayList;
import java.util.List;

/** What lowering a function needs to know of its module. Immutable, so that functions can be lowered in parallel. */
public final class LoweringContext {
    private final List<Signature> types;
    private final List<Signature> functions = new ArrayList<>();
    private final List<Expression> globals = new ArrayList<>();

    public LoweringContext(WasmFile file) {
        types = file.types();
        file.functionImports().forEach(function -> functions.add(function.signature()));
        file.functions().forEach(function -> functions.add(function.signature()));
        for (Import.OfGlobal global : file.globalImports()) {
            globals.add(new Expression.ReadGlobal(globals.size(), global.type(), global.isMutable()));
        }
        for (Global global : file.globals()) globals.add(read(global));
    }

    private Expression read(Global global) {
        return !global.isMutable() && global.initializer() instanceof Initializer.Literal literal
                ? new Expression.Constant(literal.type(), literal.bits())
                : new Expression.ReadGlobal(globals.size(), global.type(), global.isMutable());
    }

    Signature type(int index) {
        return types.get(index);
    }

    Signature function(int index) {
        return functions.get(index);
    }

    /** How a global is read: an immutable one with a known value is that value. */
    Expression global(int index) {
        return globals.get(index);
    }
}
