package dev.pglitej.internal.install;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.options.DatabaseOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The extensions that exist, their artifacts, and what they need. Thread-safe. */
// RATIONALE: "How do extensions get into a database?"
// RATIONALE: "How are libraries preloaded?"
public final class Extensions {
    private static final String PRELOAD = "shared_preload_libraries";

    /** Extensions that work only if the first process of a server has loaded them. */
    private static final Set<String> PRELOADED = Set.of("pg_stat_statements");

    /** Libraries without SQL of their own. */
    private static final Set<String> LIBRARIES = Set.of("auto_explain", "passwordcheck", "pg_overexplain");

    private static final Map<String, String> ARTIFACTS = new TreeMap<>();

    static {
        String contrib = """
                amcheck autoinc bloom btree_gin btree_gist citext cube dict_int dict_xsyn earthdistance file_fdw fuzzystrmatch
                hstore insert_username intarray isn lo ltree moddatetime pageinspect pg_buffercache pg_freespacemap
                pg_logicalinspect pg_stat_statements pg_surgery pg_trgm pg_visibility pg_walinspect pgcrypto refint seg
                tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp
                """;
        for (String name : contrib.strip().split("\\s+", -1)) ARTIFACTS.put(name, "pglitej-contrib");
        ARTIFACTS.put("vector", "pglitej-pgvector");
    }

    private Extensions() {}

    /** The names of all that an artifact of this project has, by artifact. */
    static Map<String, String> artifacts() {
        return Map.copyOf(ARTIFACTS);
    }

    /**
     * The options with the settings that their extensions need.
     *
     * @throws PGliteException if one of these cannot be created, with what to do
     */
    public static DatabaseOptions checked(DatabaseOptions options) {
        List<String> names = options.creation().extensions();
        check(names);
        return options.withSettings(settings(names, options.settings()));
    }

    /**
     * Checks that all of these can be created.
     *
     * @throws PGliteException if one cannot, with what to do
     */
    static void check(List<String> names) {
        for (String name : names) {
            if (!InstalledFiles.contains("share/postgresql/extension/" + name + ".control")) throw missing(name);
        }
    }

    private static PGliteException missing(String name) {
        if (LIBRARIES.contains(name)) {
            return new PGliteException(
                    "%s is not an extension but a library: load it with LOAD, or by the setting ".formatted(name)
                            + "session_preload_libraries");
        }
        String artifact = ARTIFACTS.get(name);
        if (artifact != null) {
            return new PGliteException(
                    "extension " + name + " is not on the class path; add the dependency dev.pglitej:" + artifact);
        }
        return new PGliteException(
                "there is no extension " + name + "; known are " + String.join(", ", ARTIFACTS.keySet())
                        + " and plpgsql, and others if an artifact with them is on the class path");
    }

    /** The settings with those that the extensions need. */
    static Map<String, String> settings(List<String> extensions, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        List<String> libraries =
                new ArrayList<>(Arrays.stream(all.getOrDefault(PRELOAD, "").split(",", -1))
                        .map(String::strip)
                        .filter(library -> !library.isEmpty())
                        .toList());
        for (String extension : extensions) {
            if (PRELOADED.contains(extension) && !libraries.contains(extension)) libraries.add(extension);
        }
        if (!libraries.isEmpty()) all.put(PRELOAD, String.join(",", libraries));
        return all;
    }
}
