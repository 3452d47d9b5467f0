package dev.pglitej.natives.icu;

import dev.pglitej.natives.artifact.PinnedFiles;
import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The data of ICU that PostgreSQL reads: which files these are, and their contents in the byte order of WebAssembly. They come from ICU4J's
 * jar, which is on the class path of the build. Immutable.
 */
// RATIONALE: "Where do ICU's data come from?"
public final class IcuData {
    private static final String DIRECTORY = "com/ibm/icu/impl/data/icudata/";
    private static final String RULES = "coll/";
    private static final String BREAKS = "brkitr/";
    private static final String BUNDLE = ".res";
    private static final String ROOT_RULES = RULES + "root" + BUNDLE;

    /** PGlite's package has these two. */
    private static final List<String> PUBLISHED = List.of(ROOT_RULES, RULES + "ucadata.icu");

    /**
     * What all languages need: the list of locales, the names of options, time zones (to which those names refer), where words begin, and
     * the English names that PostgreSQL writes into comments on collations.
     */
    private static final List<String> COMMON = List.of(
            "res_index.res",
            "keyTypeData.res",
            "timezoneTypes.res",
            "brkitr/root.res",
            "brkitr/word.brk",
            "lang/root.res",
            "lang/en.res",
            "lang/pool.res",
            "region/root.res",
            "region/en.res",
            "region/pool.res");

    private final Map<String, byte[]> files;

    private IcuData(Map<String, byte[]> files) {
        this.files = files;
    }

    /**
     * Reads the jar.
     *
     * @param hashes the list with the hash that it must have
     * @throws BuildException if the class path has no such jar, or another one
     */
    public static IcuData open(Path hashes) throws IOException {
        URL rules = IcuData.class.getClassLoader().getResource(DIRECTORY + ROOT_RULES);
        if (rules == null || !(rules.openConnection() instanceof JarURLConnection connection)) {
            throw new BuildException(
                    "ICU4J's jar is not on the class path of the build; its pom needs com.ibm.icu:icu4j");
        }
        Path jar = path(connection.getJarFileURL());
        String expected = PinnedFiles.read(hashes).hash(String.valueOf(jar.getFileName()));
        String found = Sha256.of(jar);
        if (!found.equals(expected)) {
            throw new BuildException(jar + " is not the file that this version builds from: expected SHA-256 "
                    + expected + ", found " + found);
        }
        return read(jar);
    }

    private static Path path(URL jar) throws IOException {
        try {
            return Path.of(jar.toURI());
        } catch (URISyntaxException e) {
            throw new IOException("cannot read " + jar, e);
        }
    }

    static IcuData read(Path jar) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (JarFile archive = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = archive.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.isDirectory() || !entry.getName().startsWith(DIRECTORY)) continue;
                String name = entry.getName().substring(DIRECTORY.length());
                if (!isRead(name)) continue;
                try (InputStream in = archive.getInputStream(entry)) {
                    files.put(name, in.readAllBytes());
                }
            }
        }
        return new IcuData(files);
    }

    private static boolean isRead(String name) {
        return COMMON.contains(name) || name.startsWith(RULES) || isWordBreaking(name);
    }

    /** PostgreSQL looks for the beginnings of words alone, and in scripts with upper and lower case alone. These need no dictionaries. */
    private static boolean isWordBreaking(String name) {
        return name.startsWith(BREAKS) && (name.endsWith(BUNDLE) || name.startsWith(BREAKS + "word"));
    }

    /** The files that all languages need, without those that PGlite publishes. */
    public Map<String, byte[]> common() {
        Map<String, byte[]> common = new TreeMap<>();
        for (String name : COMMON) common.put(name, littleEndian(name));
        return common;
    }

    /** The files of languages. */
    public Map<String, byte[]> languages() {
        Map<String, byte[]> languages = new TreeMap<>();
        for (String name : files.keySet()) {
            if (!COMMON.contains(name) && !PUBLISHED.contains(name)) languages.put(name, littleEndian(name));
        }
        return languages;
    }

    /** The files without which a language would sort by other rules than its own, silently. */
    public List<String> rules() {
        List<String> rules = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey();
            if (!name.startsWith(RULES) || !name.endsWith(BUNDLE) || PUBLISHED.contains(name)) continue;
            if (ResourceBundle.saysSomethingOfRules(file.getValue())) rules.add(name);
        }
        return rules;
    }

    /**
     * Checks that these are the data of the ICU that PostgreSQL has been built with.
     *
     * @param published PGlite's files, by their names below the directory of the data
     */
    public void requireSameAs(Map<String, byte[]> published) {
        for (String name : PUBLISHED) {
            if (!Arrays.equals(published.get(name), littleEndian(name))) {
                throw new BuildException("ICU4J has another " + name + " than PGlite; change the version of"
                        + " com.ibm.icu:icu4j to that of the ICU in PGlite");
            }
        }
    }

    /** A file in the byte order of WebAssembly. */
    byte[] littleEndian(String name) {
        byte[] bigEndian = files.get(name);
        if (bigEndian == null) throw new BuildException("ICU4J's jar has no " + DIRECTORY + name);
        return DataItem.littleEndian(name, bigEndian);
    }
}
