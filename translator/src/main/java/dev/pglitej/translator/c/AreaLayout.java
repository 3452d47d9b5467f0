package dev.pglitej.translator.c;

import dev.pglitej.translator.wasm.Export;
import dev.pglitej.translator.wasm.Global;
import dev.pglitej.translator.wasm.Import;
import dev.pglitej.translator.wasm.Initializer;
import dev.pglitej.translator.wasm.Segment;
import dev.pglitej.translator.wasm.TranslationException;
import dev.pglitej.translator.wasm.WasmFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where in a module's area of the guest its cells of 8 bytes lie: imports, globals, flags of dropped segments, and what
 * directives add. The latter comes last, so that directives move nothing else.
 */
// RATIONALE: "Why is there one pointer to everything?"
final class AreaLayout {
    private static final int CELL_BYTES = 8;
    /** RT_MAIN_AREA_BYTES in rt.h. */
    private static final int MAXIMUM_BYTES = 65536;

    private final Map<Integer, Integer> functionSlots = new LinkedHashMap<>();
    private final Map<Integer, Integer> globals = new LinkedHashMap<>();
    private final Set<Integer> indirectGlobals = new HashSet<>();
    private final Map<Integer, Integer> dataFlags = new HashMap<>();
    private final Map<Integer, Integer> elementFlags = new HashMap<>();
    private final Map<Integer, Integer> hooks = new HashMap<>();
    private final Map<String, Integer> constants = new LinkedHashMap<>();
    private final Map<Integer, String> globalNames;
    private int bytes;

    AreaLayout(WasmFile file, Directives directives, Map<Integer, String> globalNames) {
        this.globalNames = globalNames;
        placeImports(file.imports());
        placeGlobals(file);
        placeFlags(file.data(), dataFlags);
        placeFlags(file.elements(), elementFlags);
        directives.hooks().forEach(hook -> hooks.put(hook.function(), next()));
        directives.constants().forEach(constant -> constants.computeIfAbsent(constant.name(), name -> next()));
        if (bytes > MAXIMUM_BYTES) {
            throw new TranslationException("the module's imports and globals take " + bytes
                    + " bytes of a guest; there is room for " + MAXIMUM_BYTES);
        }
    }

    private int next() {
        int offset = bytes;
        bytes += CELL_BYTES;
        return offset;
    }

    private void placeImports(List<Import> imports) {
        int functions = 0;
        int importedGlobals = 0;
        for (Import imported : imports) {
            if (imported instanceof Import.OfFunction function) {
                if (!function.isInvoke()) functionSlots.put(functions, next());
                functions++;
            } else if (imported instanceof Import.OfGlobal global) {
                if (global.isMutable()) indirectGlobals.add(importedGlobals);
                globals.put(importedGlobals++, next());
            }
        }
    }

    private void placeGlobals(WasmFile file) {
        int index = file.globalImports().size();
        Set<Integer> exported = new HashSet<>();
        file.exports().stream()
                .filter(export -> export.kind() == Export.Kind.GLOBAL)
                .forEach(export -> exported.add(export.index()));
        for (Global global : file.globals()) {
            boolean isConstant = !global.isMutable() && global.initializer() instanceof Initializer.Literal;
            if (!isConstant || exported.contains(index)) globals.put(index, next());
            index++;
        }
    }

    private void placeFlags(List<? extends Segment> segments, Map<Integer, Integer> flags) {
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            boolean isDeclarative = segment instanceof Segment.OfElements elements && elements.isDeclarative();
            if (segment.place().isEmpty() && !isDeclarative) flags.put(i, next());
        }
    }

    int bytes() {
        return bytes;
    }

    /** Of an import that has a slot. */
    int functionSlot(int function) {
        return offset(functionSlots, function);
    }

    boolean hasCell(int global) {
        return globals.containsKey(global);
    }

    int globalOffset(int global) {
        return offset(globals, global);
    }

    int hookSlot(int function) {
        return offset(hooks, function);
    }

    private static int offset(Map<Integer, Integer> cells, int index) {
        return Objects.requireNonNull(cells.get(index), "there is no such cell");
    }

    boolean isHooked(int function) {
        return hooks.containsKey(function);
    }

    /** Names of the constant cells and their offsets. */
    Map<String, Integer> constants() {
        return constants;
    }

    /** The offsets of the globals' cells, by their index. */
    Map<Integer, Integer> globals() {
        return globals;
    }

    /** The name that the header gives the offset of a global's cell. */
    String globalName(int global) {
        return "global_" + global + globalNames.getOrDefault(global, "");
    }

    /** The cell of a global, in C. */
    String globalCell(int global) {
        return (indirectGlobals.contains(global) ? "imported_cell" : "own_cell") + "(g, " + globalName(global) + ")";
    }

    /** The cell of a constant, in C. Its offset stands there as a number, so that directives do not change the header. */
    String constantCell(String name) {
        return "own_cell(g, " + constants.get(name) + " /* " + name + " */)";
    }

    /** How many bytes of a data segment memory.init may take, in C. */
    String dataLength(int segment, int length) {
        return length(dataFlags.get(segment), length);
    }

    /** How many entries of an element segment table.init may take, in C. */
    String elementLength(int segment, int length) {
        return length(elementFlags.get(segment), length);
    }

    private static String length(@Nullable Integer flag, int length) {
        return flag == null ? "0" : "segment_length(own_cell(g, " + flag + "), " + length + ")";
    }

    /** The cells to set when an instruction drops a segment; those that are active are dropped anyway. */
    String dropData(int segment) {
        return drop(dataFlags.get(segment));
    }

    String dropElements(int segment) {
        return drop(elementFlags.get(segment));
    }

    private static String drop(@Nullable Integer flag) {
        return flag == null ? "" : "segment_drop(own_cell(g, " + flag + "));";
    }
}
