package dev.pglitej.natives;

import dev.pglitej.natives.artifact.ExtensionArchive;
import dev.pglitej.natives.artifact.ExtensionContents;
import dev.pglitej.natives.artifact.FileBlob;
import dev.pglitej.natives.artifact.ModuleFacts;
import dev.pglitej.natives.compile.ModuleBuilder;
import dev.pglitej.natives.compile.Progress;
import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the resources of an artifact with extensions out of published archives: their libraries beside PostgreSQL's own, their files as an
 * image of the artifact's, a list of the extensions with what they need, and a line with the artifact's name in a list that databases look
 * for on the class path.
 */
// RATIONALE: "How do extensions get into a database?"
// RATIONALE: "What of contrib does not work?"
final class ExtensionsBuild {
    private static final String LIBRARY = ".so";

    private final String artifact;
    private final ModuleFacts main;
    private final ModuleBuilder modules;
    private final Progress progress;

    /** @param main the facts of PostgreSQL itself, whose exports the extensions use */
    ExtensionsBuild(String artifact, ModuleFacts main, ModuleBuilder modules, Progress progress) {
        this.artifact = artifact;
        this.main = main;
        this.modules = modules;
        this.progress = progress;
    }

    /**
     * Writes everything below a root of the class path.
     *
     * @param preload the extensions that work only if the first process of a server has loaded their library
     */
    void write(List<Path> archives, Set<String> preload, Path classes) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        ExtensionContents contents = new ExtensionContents();
        for (Path archive : archives) {
            Map<String, byte[]> read = ExtensionArchive.read(archive).files();
            contents.add(read);
            files.putAll(read);
        }
        String list = contents.list(preload);
        if (list.isEmpty()) {
            throw new BuildException(
                    archives
                            + " have neither share/postgresql/extension/*.control nor lib/postgresql/*.so; PGlite's extensions do");
        }
        Path resources = classes.resolve(NativesBuild.RESOURCES);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().endsWith(LIBRARY)) file.setValue(library(resources, file));
        }
        Path directory = resources.resolve("extensions").resolve(artifact);
        FileBlob.of(files).write(directory);
        Files.writeString(directory.resolve("contents.list"), list);
        Files.writeString(resources.resolve("extensions.list"), artifact + "\n");
    }

    /** Builds a library; what stands in its file's place names it. */
    private byte[] library(Path resources, Map.Entry<String, byte[]> file) throws IOException {
        String name =
                NativesBuild.moduleName(file.getKey().substring(file.getKey().lastIndexOf('/') + 1));
        List<String> unresolved = ModuleFacts.of(file.getValue()).unresolvedIn(main);
        if (!unresolved.isEmpty()) {
            progress.say(
                    name + " will fail where it calls what PGlite does not have: " + String.join(", ", unresolved));
        }
        modules.build(name, file.getValue(), "", resources.resolve(Platform.current()));
        return (ModuleBuilder.libraryName(name) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
