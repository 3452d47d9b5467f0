package dev.pglitej.translator.lower;

import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.ValueType;
import dev.pglitej.translator.wasm.WasmReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.BlockType;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.ValType;

/**
 * Structured control: what has been entered and not yet left. A block becomes a label behind its statements, a loop one
 * before them, an if stays one. Values cross these borders in variables.
 */
final class ControlStack {
    private final LoweringContext context;
    private final Predicate<Expression> isStable;
    private final Optional<BusyWait> wait;
    private final List<Frame> frames = new ArrayList<>();
    private final Frame function;
    private final OperandStack operands = new OperandStack(this::add);
    private int labels;
    private int blockVariables;
    private int skippedDepth;
    private int waits;

    ControlStack(
            LoweringContext context, Signature signature, Predicate<Expression> isStable, Optional<BusyWait> wait) {
        this.context = context;
        this.isStable = isStable;
        this.wait = wait;
        List<Variable> results =
                signature.results().stream().map(this::newBlockVariable).toList();
        function = new Frame(Frame.Kind.FUNCTION, newLabel(), results, results, 0, List.of(), new ArrayList<>());
        frames.add(function);
    }

    OperandStack operands() {
        return operands;
    }

    void add(Statement statement) {
        top().statements.add(statement);
    }

    boolean isReachable() {
        return frames.isEmpty() || top().isReachable;
    }

    /** Those of the whole function, once its last instruction was lowered. */
    List<Statement> statements() {
        return function.statements;
    }

    /** Lowers an instruction if it is one of control. */
    boolean step(Instruction instruction) {
        switch (instruction.opcode()) {
            case BLOCK -> enter(Frame.Kind.BLOCK, blockSignature(instruction));
            case LOOP -> enter(Frame.Kind.LOOP, blockSignature(instruction));
            case IF -> enterIf(blockSignature(instruction));
            case ELSE -> enterElse();
            case END -> leave();
            case BR -> branch((int) instruction.operand(0));
            case BR_IF -> branchIf((int) instruction.operand(0));
            case BR_TABLE -> branchTable((AnnotatedInstruction) instruction);
            case RETURN -> branch(frames.size() - 1);
            case UNREACHABLE -> unreachable();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Passes over an instruction that is never reached, to find the end of what it stands in. */
    void skip(OpCode opcode) {
        switch (opcode) {
            case BLOCK, LOOP, IF, TRY_TABLE -> skippedDepth++;
            case ELSE -> {
                if (skippedDepth == 0) enterElse();
            }
            case END -> {
                if (skippedDepth == 0) {
                    leave();
                } else {
                    skippedDepth--;
                }
            }
            default -> {}
        }
    }

    private Frame top() {
        return frames.get(frames.size() - 1);
    }

    private Label newLabel() {
        return new Label("L" + labels++);
    }

    private Variable newBlockVariable(ValueType type) {
        return new Variable(Variable.Kind.BLOCK, ++blockVariables, type);
    }

    private Signature blockSignature(Instruction instruction) {
        long type = instruction.operand(0);
        if (BlockType.isEmpty(type)) {
            return new Signature(List.of(), List.of());
        } else if (BlockType.isTypeIndex(type)) {
            return context.type((int) BlockType.typeIndex(type));
        }
        ValType result = ValType.builder().fromId(BlockType.valueTypeId(type)).build();
        return new Signature(List.of(), List.of(WasmReader.valueType(result)));
    }

    private void enter(Frame.Kind kind, Signature signature) {
        settleForEntry();
        int parameters = signature.parameters().size();
        List<Variable> results = declare(signature.results());
        List<Variable> branchVariables = results;
        if (kind == Frame.Kind.LOOP) {
            branchVariables = declare(signature.parameters());
            List<Expression> values = operands.pop(parameters);
            assign(branchVariables, values);
            branchVariables.forEach(variable -> operands.push(new Expression.Read(variable)));
        }
        frames.add(new Frame(
                kind, newLabel(), branchVariables, results, operands.size() - parameters, List.of(), top().statements));
    }

    private void enterIf(Signature signature) {
        Expression condition = operands.pop();
        operands.settle(condition.effects());
        settleForEntry();
        List<Variable> results = declare(signature.results());
        int parameters = signature.parameters().size();
        frames.add(new Frame(
                        Frame.Kind.IF,
                        newLabel(),
                        results,
                        results,
                        operands.size() - parameters,
                        operands.peek(parameters),
                        top().statements)
                .withCondition(condition));
    }

    private void settleForEntry() {
        operands.spillTop(operands.size(), isStable.negate());
    }

    private List<Variable> declare(List<ValueType> types) {
        List<Variable> variables = types.stream().map(this::newBlockVariable).toList();
        variables.forEach(variable -> add(new Statement.Declare(variable)));
        return variables;
    }

    private void enterElse() {
        Frame frame = top();
        finishArm(frame);
        frame.kind = Frame.Kind.ELSE;
        frame.isThenReachable = frame.isReachable;
        frame.isReachable = true;
        frame.then = frame.statements;
        frame.statements = new ArrayList<>();
        frame.parameters.forEach(operands::push);
    }

    /** At the end of statements: hands their values on, where the end is reached. */
    private void finishArm(Frame frame) {
        if (frame.isReachable) {
            List<Expression> values = operands.pop(frame.results.size());
            assign(frame.results, values);
        }
        operands.truncate(frame.height);
    }

    private void leave() {
        Frame frame = top();
        if (frame.kind == Frame.Kind.FUNCTION) {
            leaveFunction(frame);
            return;
        }
        if (frame.kind == Frame.Kind.IF && !frame.parameters.isEmpty()) enterElse();
        finishArm(frame);
        frames.remove(frames.size() - 1);
        boolean isEndReached = frame.isReachable;
        if (frame.condition.isPresent()) {
            boolean hasElse = frame.kind == Frame.Kind.ELSE;
            isEndReached |= !hasElse || frame.isThenReachable;
            add(new Statement.If(
                    frame.condition.get(),
                    hasElse ? frame.then : frame.statements,
                    hasElse ? frame.statements : List.of()));
        }
        if (frame.isTargeted && frame.kind == Frame.Kind.LOOP) {
            callWaiter(frame.statements.subList(frame.start, frame.statements.size()));
            frame.statements.add(frame.start, new Statement.Mark(frame.label));
        } else if (frame.isTargeted) {
            add(new Statement.Mark(frame.label));
            isEndReached = true;
        }
        if (isEndReached) {
            frame.results.forEach(variable -> operands.push(new Expression.Read(variable)));
        } else {
            top().isReachable = false;
        }
    }

    private void callWaiter(List<Statement> loop) {
        wait.flatMap(waiting -> waiting.calling(loop)).ifPresent(calling -> {
            waits++;
            loop.clear();
            loop.addAll(calling);
        });
    }

    /** In how many loops the function now calls the host to wait. */
    int waits() {
        return waits;
    }

    private void leaveFunction(Frame frame) {
        if (frame.isReachable) add(new Statement.Return(operands.pop(frame.results.size())));
        frames.clear();
    }

    private Frame target(int depth) {
        Frame frame = frames.get(frames.size() - 1 - depth);
        frame.isTargeted = true;
        return frame;
    }

    private void branch(int depth) {
        Frame target = target(depth);
        List<Expression> values = operands.pop(target.branchVariables.size());
        operands.settle(Effects.BRANCHES);
        jump(target, values).forEach(this::add);
        top().isReachable = false;
    }

    private void branchIf(int depth) {
        Frame target = target(depth);
        Expression condition = operands.pop();
        int count = target.branchVariables.size();
        operands.settle(condition.effects() | Effects.BRANCHES);
        operands.spillTop(count, isStable.negate());
        add(new Statement.If(condition, jump(target, operands.peek(count)), List.of()));
    }

    private void branchTable(AnnotatedInstruction instruction) {
        Expression selector = operands.pop();
        long[] depths = instruction.operands();
        int last = depths.length - 1;
        Frame otherwise = target((int) depths[last]);
        int count = otherwise.branchVariables.size();
        operands.settle(selector.effects() | Effects.BRANCHES);
        operands.spillTop(count, isStable.negate());
        List<Expression> values = operands.pop(count);
        Map<Frame, List<Integer>> cases = new LinkedHashMap<>();
        for (int i = 0; i < last; i++) {
            Frame frame = target((int) depths[i]);
            if (frame != otherwise) {
                cases.computeIfAbsent(frame, key -> new ArrayList<>()).add(i);
            }
        }
        add(new Statement.Switch(
                selector,
                cases.entrySet().stream()
                        .map(entry -> new Statement.Case(entry.getValue(), jump(entry.getKey(), values)))
                        .toList(),
                jump(otherwise, values)));
        top().isReachable = false;
    }

    private List<Statement> jump(Frame target, List<Expression> values) {
        if (target.kind == Frame.Kind.FUNCTION) return List.of(new Statement.Return(values));
        List<Statement> statements = new ArrayList<>(assignments(target.branchVariables, values));
        statements.add(new Statement.Goto(target.label));
        return statements;
    }

    private void assign(List<Variable> variables, List<Expression> values) {
        assignments(variables, values).forEach(this::add);
    }

    /** All values are taken before the first is assigned. */
    private List<Statement> assignments(List<Variable> variables, List<Expression> values) {
        List<Statement> taken = new ArrayList<>();
        List<Statement> assigned = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            Expression value = values.get(i);
            if (variables.size() > 1 && !(value instanceof Expression.Constant)) {
                Variable temporary = operands.newTemporary(value.type());
                taken.add(new Statement.Define(temporary, value));
                value = new Expression.Read(temporary);
            }
            assigned.add(new Statement.Assign(variables.get(i), value));
        }
        taken.addAll(assigned);
        return taken;
    }

    private void unreachable() {
        operands.settle(Effects.BRANCHES);
        add(new Statement.Unreachable());
        top().isReachable = false;
    }
}
