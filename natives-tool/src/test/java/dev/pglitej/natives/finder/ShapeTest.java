package dev.pglitej.natives.finder;

import static dev.pglitej.natives.finder.Shape.constant;
import static dev.pglitej.natives.finder.Shape.load;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

class ShapeTest {
    private final WasmFunction function = new WasmFunction(
            1,
            ":",
            List.of(
                    instruction(OpCode.I32_CONST, 100),
                    instruction(OpCode.I32_LOAD, 2, 0),
                    instruction(OpCode.DROP),
                    instruction(OpCode.I32_CONST, 200),
                    instruction(OpCode.I32_LOAD, 2, 8),
                    instruction(OpCode.DROP),
                    instruction(OpCode.I32_CONST, 300),
                    instruction(OpCode.I32_LOAD, 2, 0)));

    @Test
    void everyOccurrenceGivesTheOperandOfTheStepAskedFor() {
        assertThat(Shape.of(constant(), load()).values(function, 0)).containsExactly(100, 300);
    }

    @Test
    void aKnownOperandHasToAgree() {
        assertThat(Shape.of(constant(300), load()).isIn(function)).isTrue();
        assertThat(Shape.of(constant(200), load()).isIn(function)).isFalse();
    }

    @Test
    void onlyTheFirstInstructionsOpenAFunction() {
        assertThat(Shape.of(constant(100)).opens(function)).isTrue();
        assertThat(Shape.of(constant(300)).opens(function)).isFalse();
    }

    @Test
    void aShapeLongerThanTheFunctionIsNotInIt() {
        WasmFunction empty = new WasmFunction(2, ":", List.of(instruction(OpCode.END)));

        assertThat(Shape.of(constant(), load()).isIn(empty)).isFalse();
    }

    private static Instruction instruction(OpCode opcode, long... operands) {
        return new Instruction(0, opcode, operands);
    }
}
