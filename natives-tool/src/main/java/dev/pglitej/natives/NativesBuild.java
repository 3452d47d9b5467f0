package dev.pglitej.natives;

import dev.pglitej.natives.artifact.FileBlob;
import dev.pglitej.natives.artifact.ModuleFacts;
import dev.pglitej.natives.artifact.PglitePackage;
import dev.pglitej.natives.compile.CodeIdentity;
import dev.pglitej.natives.compile.ModuleBuilder;
import dev.pglitej.natives.compile.ObjectCache;
import dev.pglitej.natives.compile.Progress;
import dev.pglitej.natives.finder.Findings;
import dev.pglitej.natives.supplement.Supplements;
import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes all resources of the natives artifact out of the published package. */
final class NativesBuild {
    static final String RESOURCES = "META-INF/pglitej";
    static final String MAIN_MODULE = "dist/pglite.wasm";
    private static final String INITDB = "dist/initdb.wasm";

    /** What makes libraries of translated modules, and of the supplements. */
    record Builders(ModuleBuilder translated, ModuleBuilder supplements) {}

    private final PglitePackage pglite;
    private final IcuFiles icu;
    private final Supplements supplements;
    private final ObjectCache cache;
    private final Progress progress;

    NativesBuild(PglitePackage pglite, IcuFiles icu, Supplements supplements, ObjectCache cache, Progress progress) {
        this.pglite = pglite;
        this.icu = icu;
        this.supplements = supplements;
        this.cache = cache;
        this.progress = progress;
    }

    /** Writes everything below a root of the class path. */
    void write(Builders builders, Path classes) throws IOException {
        Path resources = classes.resolve(RESOURCES);
        byte[] wasm = pglite.read(MAIN_MODULE);
        SearchResult found = search(wasm);
        Map<String, byte[]> loadable = withoutUnresolvable(pglite.loadableModules(), found);
        Path libraries = resources.resolve(Platform.current());

        writeLibraries(builders.translated(), libraries, wasm, found.directives(), loadable);
        for (String supplement : supplements.names()) {
            builders.supplements().build(supplement, supplements.declaration(supplement), "", libraries);
        }
        Files.writeString(resources.resolve("supplements.list"), supplements.list());
        Files.writeString(resources.resolve("pglite-" + Sha256.of(wasm) + ".properties"), found.symbols());
        FileBlob.of(
                        pglite.files(),
                        pglite.data(),
                        file -> Optional.of(file)
                                .filter(loadable::containsKey)
                                .map(NativesBuild::moduleName)
                                .map(ModuleBuilder::libraryName))
                .and(icu.common())
                .write(resources);
        icu.writeRules(resources);
        writeLicence(classes);
    }

    private void writeLibraries(
            ModuleBuilder modules, Path directory, byte[] wasm, String directives, Map<String, byte[]> loadable)
            throws IOException {
        modules.build("pglite", wasm, directives, directory);
        modules.build("initdb", pglite.read(INITDB), "", directory);
        for (Map.Entry<String, byte[]> module : loadable.entrySet()) {
            String name = moduleName(module.getKey());
            if (!supplements.names().contains(name)) modules.build(name, module.getValue(), "", directory);
        }
    }

    /** A loadable module whose imports nothing provides is of no use, unless a supplement of the same name stands for it. */
    private Map<String, byte[]> withoutUnresolvable(Map<String, byte[]> loadable, SearchResult found)
            throws IOException {
        ModuleFacts main = pglite.facts(MAIN_MODULE).with(supplements.exports()).with(found.exports());
        Map<String, byte[]> kept = new LinkedHashMap<>();
        Map<String, List<String>> leftOut = new TreeMap<>();
        for (Map.Entry<String, byte[]> module : loadable.entrySet()) {
            List<String> unresolved = ModuleFacts.of(module.getValue()).unresolvedIn(main);
            if (unresolved.isEmpty() || supplements.names().contains(moduleName(module.getKey()))) {
                kept.put(module.getKey(), module.getValue());
            } else {
                leftOut.put(module.getKey(), unresolved);
            }
        }
        leftOut.forEach((module, unresolved) -> progress.say("leaving out %s: nothing provides %s%s"
                .formatted(
                        module,
                        unresolved.get(0),
                        unresolved.size() == 1 ? "" : " and " + (unresolved.size() - 1) + " more")));
        return kept;
    }

    private record SearchResult(String directives, String symbols) {
        /** The functions that the translation exports besides those that the binary exports. */
        Set<String> exports() {
            return directives
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(words -> words[0].equals("export"))
                    .map(words -> words[2])
                    .collect(Collectors.toSet());
        }
    }

    private SearchResult search(byte[] wasm) throws IOException {
        String key = new Sha256()
                .add("findings")
                .add(CodeIdentity.of(Findings.class))
                .add(wasm)
                .hex();
        String symbolsKey = new Sha256().add("symbols").add(key).hex();
        Optional<byte[]> directives = cache.get(key);
        Optional<byte[]> symbols = cache.get(symbolsKey);
        if (directives.isPresent() && symbols.isPresent()) {
            return new SearchResult(utf8(directives.get()), utf8(symbols.get()));
        }
        progress.say("searching " + MAIN_MODULE + " for what the host needs");
        pglite.facts(INITDB);
        Findings findings = Findings.in(wasm);
        cache.put(key, findings.directives().getBytes(StandardCharsets.UTF_8));
        cache.put(symbolsKey, findings.symbols().getBytes(StandardCharsets.UTF_8));
        return new SearchResult(findings.directives(), findings.symbols());
    }

    private void writeLicence(Path classes) throws IOException {
        Path directory = Files.createDirectories(classes.resolve("META-INF/licenses/pglite"));
        Files.write(directory.resolve("LICENSE"), pglite.read("LICENSE"));
    }

    static String moduleName(String loadableModule) {
        return loadableModule.substring(0, loadableModule.length() - ".so".length());
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
