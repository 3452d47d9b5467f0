package dev.pglitej.natives.artifact;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contents of the published package that are built from, all checked. Immutable. */
public final class PglitePackage {
    private static final String NAME = "@electric-sql/pglite";

    private final Path directory;
    private final FileTable files;
    private final byte[] data;
    private final Map<String, List<String>> expectedExports;

    private PglitePackage(Path directory, FileTable files, byte[] data, Map<String, List<String>> expectedExports) {
        this.directory = directory;
        this.files = files;
        this.data = data;
        this.expectedExports = expectedExports;
    }

    /**
     * Installs and opens the package.
     *
     * @param project the directory with package.json, pglite.sha256 and pglite.exports
     */
    public static PglitePackage open(Path project, String searchPath) throws IOException {
        PinnedFiles pinned = PinnedFiles.read(project.resolve("pglite.sha256"));
        Path directory = new NpmPackage(project, NAME, pinned).install(searchPath);
        byte[] data = Files.readAllBytes(directory.resolve("dist/pglite.data"));
        FileTable files = FileTable.parse(Files.readString(directory.resolve("dist/pglite.js")), data.length);
        return new PglitePackage(directory, files, data, expectedExports(project.resolve("pglite.exports")));
    }

    public FileTable files() {
        return files;
    }

    public byte[] data() {
        return data;
    }

    /** A file of the package. */
    public byte[] read(String file) throws IOException {
        return Files.readAllBytes(directory.resolve(file));
    }

    /** The facts of one of the package's modules, which has to export what the host needs of it. */
    public ModuleFacts facts(String file) throws IOException {
        ModuleFacts facts = ModuleFacts.of(read(file));
        facts.requireExports(file, expectedExports.getOrDefault(file, List.of()));
        return facts;
    }

    /** The loadable modules among the packed files, by file name. */
    public Map<String, byte[]> loadableModules() {
        Map<String, byte[]> modules = new LinkedHashMap<>();
        for (FileTable.Entry file : files.entries()) {
            if (!file.name().endsWith(".so")) continue;
            byte[] before = modules.put(file.name(), Arrays.copyOfRange(data, file.start(), file.end()));
            if (before != null) throw new BuildException("the package has two loadable modules named " + file.name());
        }
        return modules;
    }

    private static Map<String, List<String>> expectedExports(Path list) throws IOException {
        Map<String, List<String>> byFile = new LinkedHashMap<>();
        for (String line : Files.readAllLines(list)) {
            List<String> words = List.of(line.strip().split("\\s+"));
            byFile.computeIfAbsent(words.get(0), file -> new ArrayList<>()).addAll(words.subList(1, words.size()));
        }
        return byFile;
    }
}
