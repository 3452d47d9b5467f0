package dev.pglitej.natives.artifact;

import dev.pglitej.natives.tools.BuildException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.SectionId;

/**
 * What a module asks of others and offers to them.
 *
 * @param functionImports names of imported functions
 * @param addressImports functions and variables whose address is asked for ({@code GOT.func}, {@code GOT.mem})
 */
public record ModuleFacts(Set<String> exports, Set<String> functionImports, Set<String> addressImports) {

    // Emscripten's JavaScript lends these to side modules; they stand for the main module's _emscripten_tempret_*.
    private static final Set<String> OF_THE_HOST = Set.of("getTempRet0", "setTempRet0");

    public static ModuleFacts of(byte[] wasm) {
        WasmModule module = Parser.builder()
                .withValidation(false)
                .includeSectionId(SectionId.TYPE)
                .includeSectionId(SectionId.IMPORT)
                .includeSectionId(SectionId.EXPORT)
                .build()
                .parse(() -> new ByteArrayInputStream(wasm));
        return new ModuleFacts(
                IntStream.range(0, module.exportSection().exportCount())
                        .mapToObj(module.exportSection()::getExport)
                        .map(Export::name)
                        .collect(Collectors.toSet()),
                functionImports(module),
                addressImports(module));
    }

    private static Set<String> functionImports(WasmModule module) {
        return module.importSection().stream()
                .filter(i -> i.importType() == ExternalType.FUNCTION)
                .map(Import::name)
                .collect(Collectors.toSet());
    }

    private static Set<String> addressImports(WasmModule module) {
        return module.importSection().stream()
                .filter(i -> i.module().startsWith("GOT."))
                .map(Import::name)
                .collect(Collectors.toSet());
    }

    /** Fails unless the module exports all of these. */
    public void requireExports(String file, Collection<String> names) {
        List<String> missing =
                names.stream().filter(name -> !exports.contains(name)).sorted().toList();
        if (!missing.isEmpty()) {
            throw new BuildException(file + " does not export " + String.join(", ", missing)
                    + "; it is of another build than this version was written for");
        }
    }

    /** The same with more exports: functions that supplements add to the main module's. */
    public ModuleFacts with(Set<String> more) {
        Set<String> all = new TreeSet<>(exports);
        all.addAll(more);
        return new ModuleFacts(all, functionImports, addressImports);
    }

    /** What this side module needs of others and would find nowhere. */
    public List<String> unresolvedIn(ModuleFacts main) {
        Set<String> needed = new TreeSet<>(functionImports);
        needed.addAll(addressImports);
        List<String> unresolved = new ArrayList<>();
        for (String name : needed) {
            // setjmp points are made by the translator, and what the main module imports the host provides.
            boolean isKnown = name.startsWith("invoke_")
                    || OF_THE_HOST.contains(name)
                    || exports.contains(name)
                    || main.exports.contains(name)
                    || main.functionImports.contains(name);
            if (!isKnown) unresolved.add(name);
        }
        return unresolved;
    }
}
