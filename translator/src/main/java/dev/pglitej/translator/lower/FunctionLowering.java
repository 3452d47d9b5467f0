package dev.pglitej.translator.lower;

import dev.pglitej.translator.wasm.Function;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.TranslationException;
import dev.pglitej.translator.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/** Lowers one function. Used once. */
public final class FunctionLowering {
    private final LoweringContext context;
    private final Function function;
    private final Changes changes;
    private final List<Variable> variables = new ArrayList<>();
    private final BitSet assigned = new BitSet();
    private final TreeMap<Integer, Variable> usedLocals = new TreeMap<>();
    private final OperandStack stack;
    private final ControlStack control;

    /** Prepares for lowering a function. */
    public FunctionLowering(LoweringContext context, Function function, Changes changes) {
        this.context = context;
        this.function = function;
        this.changes = changes;
        Signature signature = function.signature();
        for (ValueType type : signature.parameters()) {
            variables.add(new Variable(Variable.Kind.PARAMETER, variables.size(), type));
        }
        for (ValueType type : function.locals()) {
            variables.add(new Variable(Variable.Kind.LOCAL, variables.size(), type));
        }
        control = new ControlStack(context, signature, this::isStable, changes.busyWait());
        stack = control.operands();
    }

    public LoweredFunction lower() {
        for (Instruction instruction : function.instructions()) {
            if (instruction.opcode() == OpCode.LOCAL_SET || instruction.opcode() == OpCode.LOCAL_TEE) {
                assigned.set((int) instruction.operand(0));
            }
        }
        for (Instruction instruction : function.instructions()) {
            if (control.isReachable()) {
                step(instruction);
            } else {
                control.skip(instruction.opcode());
            }
        }
        changes.busyWait().ifPresent(this::checkWait);
        int parameters = function.signature().parameters().size();
        return new LoweredFunction(
                variables.subList(0, parameters), List.copyOf(usedLocals.values()), control.statements());
    }

    private void checkWait(BusyWait wait) {
        if (control.waits() == 1) return;
        throw new TranslationException("function %d has %d loops that wait for the byte at offset %d; expected one"
                .formatted(function.index(), control.waits(), wait.offset()));
    }

    /** Whether an expression has the same value and no effect wherever in the function it is evaluated later. */
    private boolean isStable(Expression expression) {
        if (expression instanceof Expression.Read read) {
            Variable variable = read.variable();
            return variable.isStable() || !assigned.get(variable.number());
        }
        return expression instanceof Expression.Constant
                || expression instanceof Expression.FunctionReference
                || expression instanceof Expression.NullReference;
    }

    private void step(Instruction instruction) {
        OpCode opcode = instruction.opcode();
        if (Opcodes.isNumeric(opcode)) {
            operation(opcode, Opcodes.resultType(opcode), Opcodes.operandCount(opcode), 0);
        } else if (Opcodes.isLoad(opcode)) {
            load(opcode, instruction.operand(1));
        } else if (Opcodes.isStore(opcode)) {
            perform(opcode, 2, Effects.WRITES_MEMORY, List.of(instruction.operand(1)));
        } else if (!control.step(instruction)) {
            plain(instruction);
        }
    }

    private void plain(Instruction instruction) {
        switch (instruction.opcode()) {
            case NOP -> {}
            case I32_CONST -> i32Constant((int) instruction.operand(0));
            case I64_CONST -> constant(ValueType.I64, instruction.operand(0));
            case F32_CONST -> constant(ValueType.F32, instruction.operand(0));
            case F64_CONST -> constant(ValueType.F64, instruction.operand(0));
            case LOCAL_GET -> stack.push(new Expression.Read(local(instruction)));
            case LOCAL_SET -> assign(local(instruction));
            case LOCAL_TEE -> {
                assign(local(instruction));
                stack.push(new Expression.Read(local(instruction)));
            }
            case GLOBAL_GET -> stack.push(context.global((int) instruction.operand(0)));
            case GLOBAL_SET -> setGlobal((int) instruction.operand(0));
            case DROP -> drop();
            case SELECT, SELECT_T -> select();
            case CALL -> call((int) instruction.operand(0));
            case CALL_INDIRECT -> callIndirect(context.type((int) instruction.operand(0)));
            default -> bulk(instruction);
        }
    }

    private void bulk(Instruction instruction) {
        OpCode opcode = instruction.opcode();
        List<Long> immediates = Arrays.stream(instruction.operands()).boxed().toList();
        int changesAndTraps = Effects.READS_MEMORY | Effects.WRITES_MEMORY | Effects.TRAPS;
        switch (opcode) {
            case MEMORY_SIZE, TABLE_SIZE -> operation(opcode, ValueType.I32, 0, 0);
            case MEMORY_GROW -> operation(opcode, ValueType.I32, 1, 0);
            case MEMORY_COPY, MEMORY_FILL, MEMORY_INIT, TABLE_COPY, TABLE_INIT, TABLE_FILL ->
                perform(opcode, 3, changesAndTraps, immediates);
            case DATA_DROP, ELEM_DROP -> perform(opcode, 0, changesAndTraps, immediates);
            case TABLE_GET -> operation(opcode, ValueType.FUNCREF, 1, 0);
            case TABLE_SET -> perform(opcode, 2, changesAndTraps, immediates);
            case TABLE_GROW -> operation(opcode, ValueType.I32, 2, 0);
            case REF_NULL -> stack.push(new Expression.NullReference());
            case REF_FUNC -> stack.push(new Expression.FunctionReference((int) instruction.operand(0)));
            case REF_IS_NULL -> operation(opcode, ValueType.I32, 1, 0);
            default ->
                throw new TranslationException("instruction %s at offset 0x%x is not translated"
                        .formatted(textName(opcode), instruction.address()));
        }
    }

    /** The instruction's name as the text format has it, or nearly so: Endive's names have lost the dots. */
    private static String textName(OpCode opcode) {
        return opcode.name()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^([ifv][0-9]+(x[0-9]+)?|ref|struct|array|any|extern|table|memory)_", "$1.");
    }

    private void operation(OpCode opcode, ValueType type, int operands, long immediate) {
        stack.push(new Expression.Operation(opcode, type, stack.pop(operands), immediate));
    }

    private void load(OpCode opcode, long offset) {
        Expression address = stack.pop();
        boolean isStackBase = opcode == OpCode.I32_LOAD
                && offset == 0
                && changes.stackBase().isPresent()
                && address.equals(new Expression.Constant(
                        ValueType.I32, changes.stackBase().getAsInt()));
        stack.push(
                isStackBase
                        ? new Expression.ReadStackBase(changes.stackBase().getAsInt())
                        : new Expression.Operation(opcode, Opcodes.resultType(opcode), List.of(address), offset));
    }

    private void perform(OpCode opcode, int operands, int effects, List<Long> immediates) {
        List<Expression> popped = stack.pop(operands);
        stack.settle(effects);
        control.add(new Statement.Perform(opcode, popped, immediates));
    }

    private void i32Constant(int value) {
        String cell = changes.constantCells().get(value);
        if (cell == null) {
            constant(ValueType.I32, value);
        } else {
            stack.push(new Expression.ReadConstantCell(cell));
        }
    }

    private void constant(ValueType type, long bits) {
        stack.push(new Expression.Constant(type, bits));
    }

    private Variable local(Instruction instruction) {
        int index = (int) instruction.operand(0);
        Variable variable = variables.get(index);
        if (variable.kind() == Variable.Kind.LOCAL) usedLocals.put(index, variable);
        return variable;
    }

    private void assign(Variable variable) {
        Expression value = stack.pop();
        stack.settle(value.effects());
        stack.settleReadsOf(variable);
        if (!(value instanceof Expression.Read read && read.variable().equals(variable))) {
            control.add(new Statement.Assign(variable, value));
        }
    }

    private void setGlobal(int index) {
        Expression value = stack.pop();
        stack.settle(value.effects() | Effects.WRITES_GLOBALS);
        control.add(new Statement.SetGlobal(index, value));
    }

    private void drop() {
        Expression value = stack.pop();
        if (Effects.has(value.effects(), Effects.TRAPS | Effects.WRITES)) control.add(new Statement.Evaluate(value));
    }

    /** C evaluates one of the two values only, so what can be told apart from evaluating both happens before. */
    private void select() {
        Expression condition = stack.pop();
        stack.spillTop(2, value -> value.effects() != Effects.NONE);
        List<Expression> values = stack.pop(2);
        stack.push(new Expression.Select(condition, values.get(0), values.get(1)));
    }

    private void call(int index) {
        Signature signature = context.function(index);
        int arguments = signature.parameters().size();
        call(new Expression.CallFunction(index, signature, stack.pop(arguments)));
    }

    private void callIndirect(Signature signature) {
        int operands = signature.parameters().size() + 1;
        // The element is looked up before or after the arguments are evaluated, as the compiler likes.
        stack.spillTop(operands, operand -> Effects.has(operand.effects(), Effects.TRAPS | Effects.WRITES));
        Expression element = stack.pop();
        call(new Expression.CallIndirect(element, signature, stack.pop(operands - 1)));
    }

    private void call(Expression.Call call) {
        List<ValueType> results = call.signature().results();
        if (results.size() == 1) {
            stack.push(call);
            return;
        }
        stack.settle(Effects.ANYTHING);
        if (results.isEmpty()) {
            control.add(new Statement.Evaluate(call));
        } else {
            List<Variable> temporaries =
                    results.stream().map(stack::newTemporary).toList();
            control.add(new Statement.DefineResults(temporaries, call));
            temporaries.forEach(temporary -> stack.push(new Expression.Read(temporary)));
        }
    }
}
