package dev.pglitej.natives;

import dev.pglitej.natives.artifact.FileTable;
import dev.pglitej.natives.artifact.PglitePackage;
import dev.pglitej.natives.icu.IcuData;
import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** ICU's data as files of PostgreSQL's installation, where the ICU in PGlite's binary looks for them. Immutable. */
final class IcuFiles {
    private static final String ROOT_RULES = "coll/root.res";
    private static final String RULES = "icu-rules.list";

    private static final String LICENCE = "/icu/LICENSE";

    private final IcuData data;
    private final String directory;
    private final PglitePackage pglite;

    private IcuFiles(IcuData data, String directory, PglitePackage pglite) {
        this.data = data;
        this.directory = directory;
        this.pglite = pglite;
    }

    /**
     * Finds and checks the data.
     *
     * @param project the directory with the list of hashes
     * @param pglite the package that says where they belong
     */
    static IcuFiles of(Path project, PglitePackage pglite) throws IOException {
        String directory = pglite.files().entries().stream()
                .map(FileTable.Entry::path)
                .filter(path -> path.endsWith("/" + ROOT_RULES))
                .map(path -> path.substring(0, path.length() - ROOT_RULES.length()))
                .findFirst()
                .orElseThrow(() -> new BuildException("PGlite's package has no file " + ROOT_RULES + " of ICU's"));
        Map<String, byte[]> published = new TreeMap<>();
        for (FileTable.Entry file : pglite.files().entries()) {
            if (file.path().startsWith(directory)) {
                published.put(file.path().substring(directory.length()), contents(pglite, file));
            }
        }
        IcuData data = IcuData.open(project.resolve("icu4j.sha256"));
        data.requireSameAs(published);
        return new IcuFiles(data, directory, pglite);
    }

    private static byte[] contents(PglitePackage pglite, FileTable.Entry file) {
        return Arrays.copyOfRange(pglite.data(), file.start(), file.end());
    }

    /** The licence of the data. */
    byte[] licence() {
        return pglite.files().entries().stream()
                .filter(file -> file.path().endsWith(LICENCE))
                .map(file -> contents(pglite, file))
                .findFirst()
                .orElseThrow(() -> new BuildException("PGlite's package has no file " + LICENCE));
    }

    /** What all languages need and PGlite does not publish, by path. */
    Map<String, byte[]> common() {
        return located(data.common());
    }

    /** What single languages need, by path. */
    Map<String, byte[]> languages() {
        return located(data.languages());
    }

    /** Lists the paths of all rules, from which databases learn that those of a language are missing. */
    void writeRules(Path resources) throws IOException {
        StringBuilder list = new StringBuilder();
        for (String name : data.rules()) list.append(directory).append(name).append('\n');
        Files.createDirectories(resources);
        Files.writeString(resources.resolve(RULES), list);
    }

    private Map<String, byte[]> located(Map<String, byte[]> files) {
        Map<String, byte[]> located = new TreeMap<>();
        files.forEach((name, contents) -> located.put(directory + name, contents));
        return located;
    }
}
