package dev.pglitej.translator.c;

import dev.pglitej.translator.lower.BusyWait;
import dev.pglitej.translator.wasm.Export;
import dev.pglitej.translator.wasm.Function;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.TranslationException;
import dev.pglitej.translator.wasm.WasmFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import run.endive.wasm.types.OpCode;

/**
 * What is changed in a module while it is translated, all of it checked against that module.
 *
 * <p>One directive a line; {@code #} at the start of a line or behind a blank, followed by a blank, begins a comment:
 *
 * <pre>
 * hook NAME                          the function exported so becomes one that the host may replace
 * hook #INDEX NAME SIGNATURE         the same for any function
 * export #INDEX NAME SIGNATURE       a function becomes an additional export
 * variable NAME ADDRESS              the C variable at an address of linear memory becomes an additional export
 * constant #INDEX VALUE NAME         an i32 constant in a function becomes an exported mutable global
 * stack #INDEX ADDRESS               where a function reads the base of its stack at ADDRESS, the C stack counts too
 * wait #INDEX OFFSET NAME            where a function reads the byte at OFFSET in a struct until it is 0, the host may wait as NAME i:
 * </pre>
 */
public record Directives(
        List<Hook> hooks,
        List<Export> exports,
        List<Variable> variables,
        List<ConstantCell> constants,
        List<StackBase> stackBases,
        List<Wait> waits) {
    public static final Directives NONE =
            new Directives(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** A function that the host may replace under this name. */
    public record Hook(int function, String name) {}

    /** A C variable and where it is, as toolchains export it: a constant global with the address. */
    public record Variable(String name, int address) {}

    /** The cell that stands for a constant in a function. The same name may serve several functions. */
    public record ConstantCell(int function, int value, String name) {}

    /**
     * Where a function reads how far its stack has grown from: the word at an address of linear memory. The program sees only
     * its own part of the stack there; most of a frame lies on the C stack, and is added.
     */
    public record StackBase(int function, int address) {}

    /**
     * A loop in a function that does nothing but read a byte.
     *
     * @param offset of the byte in a struct
     * @param waiter the function to call meanwhile, which {@link #addedTo} adds
     */
    public record Wait(int function, int offset, int waiter) {}

    /**
     * The module with what the directives need: a function without a body that the host may replace, if it is to wait, and a global
     * for each variable.
     */
    public WasmFile addedTo(WasmFile file) {
        WasmFile whole = waits.isEmpty() ? file : file.withFunction(BusyWait.WAITER);
        for (Variable variable : variables) whole = whole.withVariable(variable.name(), variable.address());
        return whole;
    }

    /** Reads a directives file's lines. */
    public static Directives parse(List<String> lines, WasmFile file) {
        Reader reader = new Reader(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("(^|\\s)#(\\s.*|$)", "").strip();
            if (!line.isEmpty()) {
                try {
                    reader.read(line.split("\\s+"));
                } catch (TranslationException e) {
                    throw new TranslationException(
                            "directive \"%s\" in line %d: %s".formatted(line, i + 1, e.getMessage()), e);
                }
            }
        }
        return new Directives(
                List.copyOf(reader.hooks),
                List.copyOf(reader.exports),
                List.copyOf(reader.variables),
                List.copyOf(reader.constants),
                List.copyOf(reader.stackBases),
                List.copyOf(reader.waits));
    }

    private static final class Reader {
        private final WasmFile file;
        private final List<Hook> hooks = new ArrayList<>();
        private final List<Export> exports = new ArrayList<>();
        private final List<Variable> variables = new ArrayList<>();
        private final List<ConstantCell> constants = new ArrayList<>();
        private final List<StackBase> stackBases = new ArrayList<>();
        private final List<Wait> waits = new ArrayList<>();
        private final Set<Object> taken = new HashSet<>();

        Reader(WasmFile file) {
            this.file = file;
            file.exports().forEach(export -> taken.add("export " + export.name()));
        }

        void read(String[] words) {
            switch (words[0] + " " + words.length) {
                case "hook 2" -> hook(exported(words[1]), words[1]);
                case "hook 4" -> hook(function(words[1], words[3]), words[2]);
                case "export 4" -> {
                    int index = function(words[1], words[3]).index();
                    takeOnce("export " + words[2]);
                    exports.add(new Export(words[2], Export.Kind.FUNCTION, index));
                }
                case "variable 3" -> {
                    takeOnce("export " + words[1]);
                    variables.add(new Variable(words[1], number(words[2])));
                }
                case "constant 4" -> constant(function(words[1]), number(words[2]), words[3]);
                case "wait 4" -> wait(function(words[1]), number(words[2]), words[3]);
                case "stack 3" -> stackBase(function(words[1]), number(words[2]));
                default ->
                    throw new TranslationException("unknown; known are hook NAME, hook #INDEX NAME SIGNATURE,"
                            + " export #INDEX NAME SIGNATURE, variable NAME ADDRESS, constant #INDEX VALUE NAME, stack #INDEX ADDRESS and"
                            + " wait #INDEX OFFSET NAME");
            }
        }

        private void hook(Function function, String name) {
            takeOnce("hook " + name);
            takeOnce("hook of function " + function.index());
            hooks.add(new Hook(function.index(), name));
        }

        /** All waits share one function, which comes after those of the module. */
        private void wait(Function function, int offset, String name) {
            int waiter = file.functionImports().size() + file.functions().size();
            Hook hook = new Hook(waiter, name);
            if (waits.isEmpty()) {
                takeOnce("hook " + name);
                hooks.add(hook);
            } else if (!hooks.contains(hook)) {
                throw new TranslationException("the host waits under another name already");
            }
            takeOnce("the wait in function " + function.index());
            waits.add(new Wait(function.index(), offset, waiter));
        }

        private void stackBase(Function function, int address) {
            requireConstant(function, address);
            takeOnce("the stack's base of function " + function.index());
            stackBases.add(new StackBase(function.index(), address));
        }

        private void constant(Function function, int value, String name) {
            requireConstant(function, value);
            takeOnce("constant " + value + " of function " + function.index());
            boolean isNew = constants.stream().noneMatch(cell -> cell.name().equals(name));
            if (isNew) {
                takeOnce("export " + name);
            } else if (constants.stream().anyMatch(cell -> cell.name().equals(name) && cell.value() != value)) {
                throw new TranslationException("the name " + name + " already stands for another value");
            }
            constants.add(new ConstantCell(function.index(), value, name));
        }

        private static void requireConstant(Function function, int value) {
            boolean occurs = function.instructions().stream()
                    .anyMatch(i -> i.opcode() == OpCode.I32_CONST && (int) i.operand(0) == value);
            if (!occurs) throw new TranslationException("function " + function.index() + " has no constant " + value);
        }

        private void takeOnce(String what) {
            if (!taken.add(what)) throw new TranslationException(what + " is there already");
        }

        private Function exported(String name) {
            return file.exports().stream()
                    .filter(export -> export.kind() == Export.Kind.FUNCTION
                            && export.name().equals(name))
                    .map(export -> defined(export.index()))
                    .findFirst()
                    .orElseThrow(() -> new TranslationException("the module exports no function of this name"));
        }

        private Function function(String index) {
            if (!index.startsWith("#")) {
                throw new TranslationException("a function is given as #INDEX, not as " + index);
            }
            return defined(number(index.substring(1)));
        }

        private Function function(String index, String signature) {
            Function function = function(index);
            if (!function.signature().equals(Signature.parse(signature))) {
                throw new TranslationException("function " + function.index() + " has the signature "
                        + function.signature().text());
            }
            return function;
        }

        private Function defined(int index) {
            int imported = file.functionImports().size();
            if (index < imported || index >= imported + file.functions().size()) {
                throw new TranslationException("function " + index + " is not one that the module defines");
            }
            return file.functions().get(index - imported);
        }

        private static int number(String digits) {
            try {
                return Integer.parseInt(digits);
            } catch (NumberFormatException e) {
                throw new TranslationException("\"" + digits + "\" is not a number", e);
            }
        }
    }
}
