package dev.pglitej.natives.supplement;

import dev.pglitej.natives.compile.CodeIdentity;
import dev.pglitej.natives.compile.SourceTranslation;
import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The modules of our own in C: a directory for each, with a declaration and the C files, and a directory {@code common} with files that all
 * of them get. A supplement is built, loaded and linked like a translated module. Immutable.
 */
// RATIONALE: "What stands for the functions that PGlite's build leaves out?"
public final class Supplements implements SourceTranslation {
    private static final String COMMON = "common";
    /** What each loadable module of PostgreSQL exports. */
    private static final String MAGIC = "Pg_magic_func";

    private final Path directory;
    private final SortedMap<String, byte[]> declarations;

    private Supplements(Path directory, SortedMap<String, byte[]> declarations) {
        this.directory = directory;
        this.declarations = declarations;
    }

    /** Reads the declarations of those of a project. */
    public static Supplements of(Path project) throws IOException {
        return in(project.resolve("src/main/supplements"));
    }

    static Supplements in(Path directory) throws IOException {
        SortedMap<String, byte[]> declarations = new TreeMap<>();
        for (Path supplement : list(directory)) {
            String name = supplement.getFileName().toString();
            if (name.equals(COMMON)) continue;
            Path declaration = supplement.resolve(name + ".module");
            if (!Files.exists(declaration)) {
                throw new BuildException("the supplement " + name + " lacks " + declaration);
            }
            declarations.put(name, Files.readAllBytes(declaration));
        }
        return new Supplements(directory, declarations);
    }

    /** Their names, sorted. */
    public List<String> names() {
        return List.copyOf(declarations.keySet());
    }

    /** The declaration of one, as a {@link dev.pglitej.natives.compile.ModuleBuilder} takes a module's contents. */
    public byte[] declaration(String name) {
        byte[] declaration = declarations.get(name);
        if (declaration == null) throw new BuildException("there is no supplement " + name + " in " + directory);
        return declaration;
    }

    /** The functions that all of them export. */
    public Set<String> exports() {
        Set<String> exports = new HashSet<>();
        for (String name : names()) exports.addAll(exports(name));
        return exports;
    }

    /** Lines "function supplement": where a module finds functions that nothing else has. */
    public String list() {
        StringBuilder list = new StringBuilder();
        for (String name : names()) {
            exports(name)
                    .forEach(export ->
                            list.append(export).append(' ').append(name).append('\n'));
        }
        return list.toString();
    }

    /** What one has for other modules: nothing if it stands for a loadable module, which only PostgreSQL loads. */
    private List<String> exports(String name) {
        List<String> exports =
                parsed(name).exports().stream().map(Declaration.Function::name).toList();
        return exports.contains(MAGIC) ? List.of() : exports;
    }

    private Declaration parsed(String name) {
        return Declaration.parse(name, new String(declaration(name), StandardCharsets.UTF_8));
    }

    @Override
    public String identity() {
        try {
            Sha256 sha256 = new Sha256().add(CodeIdentity.of(Supplements.class));
            for (Path supplement : list(directory)) {
                for (Path file : list(supplement)) {
                    sha256.add(directory.relativize(file).toString()).add(file);
                }
            }
            return sha256.hex();
        } catch (IOException e) {
            throw new BuildException("cannot read the supplements in " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void translate(String name, byte[] declaration, String directives, Path target) throws IOException {
        List<Path> sources = new ArrayList<>(list(directory.resolve(COMMON)));
        sources.addAll(list(directory.resolve(name)));
        Sha256 hash = new Sha256();
        for (Path source : sources) {
            String file = source.getFileName().toString();
            hash.add(file).add(source);
            if (file.endsWith(".c") || file.endsWith(".h")) Files.copy(source, target.resolve(file));
        }
        Glue glue = new Glue(name, parsed(name), hash.hex());
        Files.writeString(target.resolve("supplement.h"), glue.header());
        Files.writeString(target.resolve(name + "_module.c"), glue.descriptor());
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }
}
