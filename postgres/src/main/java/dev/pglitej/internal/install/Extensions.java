package dev.pglitej.internal.install;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.kernel.Once;
import dev.pglitej.internal.options.DatabaseOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The extensions on the class path with what they need, and the artifacts of those that are not there. The artifacts say the former in
 * lines {@code extension NAME}, with the library to preload if there is one, and {@code library NAME}; a resource of this jar lists all
 * artifacts of this project, a line each: the artifact, then its extensions. Immutable.
 */
// RATIONALE: "How do extensions get into a database?"
// RATIONALE: "How are libraries preloaded?"
public final class Extensions {
    private static final String PRELOAD = "shared_preload_libraries";
    private static final String GROUP = "dev.pglitej:";
    private static final Once<Extensions> PRESENT =
            new Once<>(() -> Extensions.of(Artifacts.contents(), Artifacts.known()));

    /** The library to preload, or nothing, by extension. */
    private final Map<String, String> libraries = new TreeMap<>();

    /** Libraries without SQL of their own. */
    private final Set<String> bare = new TreeSet<>();

    /** Where an extension is, of all that are known. */
    private final Map<String, String> artifacts = new TreeMap<>();

    private Extensions() {}

    static Extensions present() {
        return PRESENT.get();
    }

    static Extensions of(List<String> contents, List<String> known) {
        Extensions extensions = new Extensions();
        for (String line : contents) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("library")) extensions.bare.add(words[1]);
            else extensions.libraries.put(words[1], words.length > 2 ? words[2] : "");
        }
        for (String line : known) {
            String[] words = line.split(" ", -1);
            for (String name : Arrays.asList(words).subList(1, words.length)) {
                extensions.artifacts.put(name, GROUP + words[0]);
            }
        }
        return extensions;
    }

    /** The artifact of this project that has an extension, as group and name, whether it is on the class path or not. */
    public static Optional<String> artifact(String extension) {
        return Optional.ofNullable(present().artifacts.get(extension));
    }

    /**
     * The options with the settings that their extensions need.
     *
     * @throws PGliteException if one of these cannot be created, with what to do
     */
    public static DatabaseOptions checked(DatabaseOptions options) {
        List<String> names = options.creation().extensions();
        present().check(names);
        return options.withSettings(present().settings(names, options.settings()));
    }

    /**
     * Checks that all of these can be created.
     *
     * @throws PGliteException if one cannot, with what to do
     */
    void check(List<String> names) {
        for (String name : names) {
            if (!InstalledFiles.contains("share/postgresql/extension/" + name + ".control")) throw missing(name);
        }
    }

    private PGliteException missing(String name) {
        if (bare.contains(name)) {
            return new PGliteException(
                    "%s is not an extension but a library: load it with LOAD, or by the setting ".formatted(name)
                            + "session_preload_libraries");
        }
        String artifact = artifacts.get(name);
        if (artifact != null) {
            return new PGliteException(
                    "extension " + name + " is not on the class path; add the dependency " + artifact);
        }
        Set<String> known = new TreeSet<>(artifacts.keySet());
        known.addAll(libraries.keySet());
        return new PGliteException("there is no extension " + name + "; known are " + String.join(", ", known)
                + " and plpgsql, and others if an artifact with them is on the class path");
    }

    /** The settings with those that the extensions need. */
    Map<String, String> settings(List<String> extensions, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        List<String> preloaded =
                new ArrayList<>(Arrays.stream(all.getOrDefault(PRELOAD, "").split(",", -1))
                        .map(String::strip)
                        .filter(library -> !library.isEmpty())
                        .toList());
        for (String extension : extensions) {
            String library = libraries.getOrDefault(extension, "");
            if (!library.isEmpty() && !preloaded.contains(library)) preloaded.add(library);
        }
        if (!preloaded.isEmpty()) all.put(PRELOAD, String.join(",", preloaded));
        return all;
    }
}
