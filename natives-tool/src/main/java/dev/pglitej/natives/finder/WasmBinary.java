package dev.pglitej.natives.finder;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.ActiveElement;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.Element;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Global;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.ValType;

/** A statically positioned WebAssembly binary, laid out for looking things up. Immutable. */
final class WasmBinary {
    private final String sha256;
    private final List<WasmFunction> functions;
    private final int firstFunction;
    private final Map<String, Integer> exports;
    private final Map<String, Integer> dataAddresses;
    private final Map<Integer, Integer> table;
    private final MemoryImage memory;

    private WasmBinary(String sha256, WasmModule module) {
        this.sha256 = sha256;
        this.firstFunction = module.importSection().count(ExternalType.FUNCTION);
        this.functions = functionsOf(module, firstFunction);
        this.exports = exportsOf(module, ExternalType.FUNCTION);
        this.dataAddresses = dataAddressesOf(module);
        this.table = tableOf(module);
        this.memory = memoryOf(module);
    }

    static WasmBinary parse(byte[] wasm) {
        // The translator validates; here the binary is only read.
        WasmModule module = Parser.builder().withValidation(false).build().parse(() -> new ByteArrayInputStream(wasm));
        return new WasmBinary(sha256(wasm), module);
    }

    String sha256() {
        return sha256;
    }

    List<WasmFunction> functions() {
        return functions;
    }

    WasmFunction function(int index) {
        if (index < firstFunction) throw new FinderException("function " + index + " is an import, and has no code");
        return functions.get(index - firstFunction);
    }

    /** The functions called directly that the binary defines itself. */
    List<WasmFunction> calleesOf(WasmFunction function) {
        return function.callees().stream()
                .filter(index -> index >= firstFunction)
                .distinct()
                .map(this::function)
                .toList();
    }

    WasmFunction export(String name) {
        Integer index = exports.get(name);
        if (index == null) throw new FinderException("the binary does not export the function " + name);
        return function(index);
    }

    /** Addresses of C variables, by name: the exported globals that are constant. */
    Map<String, Integer> dataAddresses() {
        return dataAddresses;
    }

    int dataAddress(String name) {
        Integer address = dataAddresses.get(name);
        if (address == null) throw new FinderException("the binary does not export the variable " + name);
        return address;
    }

    Optional<WasmFunction> tableEntry(int index) {
        return Optional.ofNullable(table.get(index))
                .filter(f -> f >= firstFunction)
                .map(this::function);
    }

    /** The places of a function in the table, as pointers to it know them. */
    List<Integer> tableIndexesOf(WasmFunction function) {
        return table.entrySet().stream()
                .filter(entry -> entry.getValue() == function.index())
                .map(Map.Entry::getKey)
                .toList();
    }

    MemoryImage memory() {
        return memory;
    }

    private static List<WasmFunction> functionsOf(WasmModule module, int firstFunction) {
        List<WasmFunction> all = new ArrayList<>();
        for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
            FunctionType type = module.functionSection().getFunctionType(i, module.typeSection());
            all.add(new WasmFunction(
                    firstFunction + i,
                    letters(type.params()) + ":" + letters(type.returns()),
                    module.codeSection().getFunctionBody(i).instructions()));
        }
        return List.copyOf(all);
    }

    private static String letters(List<ValType> types) {
        return types.stream().map(WasmBinary::letter).collect(Collectors.joining());
    }

    private static String letter(ValType type) {
        if (type.equals(ValType.I32)) return "i";
        if (type.equals(ValType.I64)) return "j";
        if (type.equals(ValType.F32)) return "f";
        if (type.equals(ValType.F64)) return "d";
        throw new FinderException("the binary uses the value type " + type + ", which translated code does not know");
    }

    private static Map<String, Integer> exportsOf(WasmModule module, ExternalType kind) {
        Map<String, Integer> byName = new LinkedHashMap<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            if (export.exportType() == kind) byName.put(export.name(), export.index());
        }
        return byName;
    }

    private static Map<String, Integer> dataAddressesOf(WasmModule module) {
        int imported = module.importSection().count(ExternalType.GLOBAL);
        Map<String, Integer> addresses = new LinkedHashMap<>();
        exportsOf(module, ExternalType.GLOBAL).forEach((name, index) -> {
            if (index < imported || name.startsWith("__")) return;
            Global global = module.globalSection().getGlobal(index - imported);
            if (global.mutabilityType() == MutabilityType.Const) {
                addresses.put(name, constant(global.initInstructions(), "global " + name));
            }
        });
        return addresses;
    }

    private static Map<Integer, Integer> tableOf(WasmModule module) {
        Map<Integer, Integer> entries = new HashMap<>();
        for (int i = 0; i < module.elementSection().elementCount(); i++) {
            Element element = module.elementSection().getElement(i);
            if (!(element instanceof ActiveElement active)) continue;
            int at = constant(active.offset(), "element segment " + i);
            for (List<Instruction> initializer : active.initializers()) {
                Instruction first = initializer.get(0);
                if (first.opcode() == OpCode.REF_FUNC) entries.put(at, (int) first.operand(0));
                at++;
            }
        }
        return entries;
    }

    private static MemoryImage memoryOf(WasmModule module) {
        List<ActiveDataSegment> segments = new ArrayList<>();
        for (DataSegment segment : module.dataSection().dataSegments()) {
            if (segment instanceof ActiveDataSegment active) segments.add(active);
        }
        int end = segments.stream()
                .mapToInt(s -> offsetOf(s) + s.data().length)
                .max()
                .orElse(0);
        byte[] image = new byte[end];
        for (ActiveDataSegment segment : segments) {
            System.arraycopy(segment.data(), 0, image, offsetOf(segment), segment.data().length);
        }
        return new MemoryImage(image);
    }

    private static int offsetOf(ActiveDataSegment segment) {
        return constant(segment.offsetInstructions(), "data segment");
    }

    private static int constant(List<? extends Instruction> expression, String what) {
        Instruction first = expression.get(0);
        if (first.opcode() != OpCode.I32_CONST) {
            throw new FinderException(what + " has no constant value but " + first.opcode()
                    + "; only statically positioned binaries can be searched");
        }
        return (int) first.operand(0);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
