package dev.pglitej.natives;

import dev.pglitej.natives.artifact.ExtensionArchive;
import dev.pglitej.natives.artifact.FileBlob;
import dev.pglitej.natives.artifact.ModuleFacts;
import dev.pglitej.natives.artifact.NpmPackage;
import dev.pglitej.natives.artifact.PglitePackage;
import dev.pglitej.natives.artifact.PinnedFiles;
import dev.pglitej.natives.compile.ModuleBuilder;
import dev.pglitej.natives.compile.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the resources of an artifact with extensions: their libraries beside PostgreSQL's own, their files as an image of the
 * artifact's, and a line with the artifact's name in a list that databases look for on the class path.
 */
// RATIONALE: "What of contrib does not work?"
final class ExtensionsBuild {
    private static final String ARCHIVE = ".tar.gz";
    private static final String LIBRARY = ".so";

    private final ExtensionOptions options;
    private final String searchPath;
    private final Progress progress;

    ExtensionsBuild(ExtensionOptions options, String searchPath, Progress progress) {
        this.options = options;
        this.searchPath = searchPath;
        this.progress = progress;
    }

    void write(ModuleBuilder modules) throws IOException {
        PinnedFiles pinned = PinnedFiles.read(options.hashes());
        Path published = new NpmPackage(options.npm(), options.packageName(), pinned).install(searchPath);
        ModuleFacts main = PglitePackage.open(options.natives(), searchPath).facts(NativesBuild.MAIN_MODULE);
        Map<String, byte[]> files = new TreeMap<>();
        for (String file : pinned.names()) {
            if (file.endsWith(ARCHIVE)) {
                files.putAll(ExtensionArchive.read(published.resolve(file)).files());
            }
        }
        Path resources = options.classes().resolve(NativesBuild.RESOURCES);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().endsWith(LIBRARY)) file.setValue(library(modules, resources, main, file));
        }
        FileBlob.of(files).write(resources.resolve("extensions").resolve(options.artifact()));
        Files.writeString(resources.resolve("extensions.list"), options.artifact() + "\n");
        Path licence = Files.createDirectories(options.classes().resolve("META-INF/licenses/" + options.artifact()));
        Files.write(licence.resolve("LICENSE"), Files.readAllBytes(published.resolve("LICENSE")));
    }

    /** Builds a library; what stands in its file's place names it. */
    private byte[] library(ModuleBuilder modules, Path resources, ModuleFacts main, Map.Entry<String, byte[]> file)
            throws IOException {
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
