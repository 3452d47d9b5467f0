package dev.pglitej.internal.backend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.nativelib.PackagedResources;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.Once;
import dev.pglitej.internal.kernel.vfs.MountTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * ICU's rules by which languages sort. Where ICU does not find those of a language, it takes those of Unicode's root without a word, so
 * PostgreSQL asks here first. Thread-safe.
 */
// RATIONALE: "What happens if the rules of a language are missing?"
final class LanguageRules {
    /** The artifact that brings all of them. */
    static final String ARTIFACT = "dev.pglitej:pglitej-icu";

    /** The paths of all rules that ICU has, a path a line. */
    private static final String LIST = "META-INF/pglitej/icu-rules.list";

    private static final int SCRIPT_LENGTH = 4;

    /** By the names that ICU gives to languages. */
    private static final Once<Map<String, String>> PATHS = new Once<>(LanguageRules::read);

    private LanguageRules() {}

    /**
     * Whether the language of a locale has rules of its own that are not installed.
     *
     * @param locale a language tag of BCP 47, or a name as ICU writes it
     * @param files with PostgreSQL's installation
     */
    static boolean areMissingFor(String locale, MountTable files) {
        for (String name : names(locale)) {
            String path = PATHS.get().get(name);
            if (path != null && !exists(path, files)) return true;
        }
        return false;
    }

    private static boolean exists(String path, MountTable files) {
        try {
            files.resolve(files.root(), path);
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    /** All names under which ICU looks for rules, such as sr, sr_Latn, sr_RS and sr_Latn_RS. */
    static List<String> names(String locale) {
        String[] subtags = locale.split("@", 2)[0].split("[-_]", -1);
        String language = twoLetters(subtags[0].toLowerCase(Locale.ROOT));
        if (language.isEmpty() || language.equals("und") || language.equals("root")) return List.of();
        List<String> names = new ArrayList<>(List.of(language));
        for (int i = 1; i < subtags.length && subtags[i].length() > 1; i++) {
            String subtag = subtags[i].toUpperCase(Locale.ROOT);
            if (subtag.length() == SCRIPT_LENGTH && Character.isLetter(subtag.charAt(0))) {
                subtag = subtag.charAt(0) + subtag.substring(1).toLowerCase(Locale.ROOT);
            }
            addAll(names, subtag);
        }
        if (locale.toLowerCase(Locale.ROOT).contains("-va-posix")) addAll(names, "POSIX");
        return names;
    }

    /** Each name is there with and without the subtag. */
    private static void addAll(List<String> names, String subtag) {
        for (String name : List.copyOf(names)) names.add(name + "_" + subtag);
    }

    /** ICU takes codes of three letters for those of two, where a language has both. */
    private static String twoLetters(String language) {
        if (language.length() != 3) return language;
        for (String code : Locale.getISOLanguages()) {
            if (new Locale(code).getISO3Language().equals(language)) return code;
        }
        return language;
    }

    private static Map<String, String> read() {
        Map<String, String> paths = new HashMap<>();
        try {
            for (byte[] list : PackagedResources.all(LIST)) {
                new String(list, UTF_8).lines().forEach(path -> {
                    String file = path.substring(path.lastIndexOf('/') + 1);
                    paths.put(file.substring(0, file.lastIndexOf('.')), path);
                });
            }
        } catch (IOException e) {
            throw new PGliteException("cannot read " + LIST + " on the class path: " + e.getMessage(), e);
        }
        return paths;
    }
}
