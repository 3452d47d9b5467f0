package dev.pglitej.translator.wasm;

import java.util.List;
import run.endive.wasm.types.Instruction;

/**
 * A function that a module defines.
 *
 * @param index in the module's index space, which imported functions begin
 * @param offset where its body stands in the file
 * @param size of its body in bytes
 * @param locals without the parameters
 */
public record Function(
        int index,
        Signature signature,
        int offset,
        int size,
        List<ValueType> locals,
        List<? extends Instruction> instructions) {}
