package dev.pglitej.internal.pg;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.NativeModule;
import dev.pglitej.internal.engine.nativelib.NativeLibraries;
import dev.pglitej.internal.engine.nativelib.PackagedResources;
import dev.pglitej.internal.kernel.Once;
import dev.pglitej.internal.kernel.abi.SharedLibraries;
import dev.pglitej.internal.kernel.abi.SideModuleLibraries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.concurrent.ConcurrentHashMap;

/** The native build of PostgreSQL that this JVM runs: its modules, its functions, and where its variables are. Thread-safe, one a JVM. */
public final class PostgresBuild {
    /** Where PostgreSQL believes it was installed. */
    public static final String PATH = "/pglite/bin/postgres";

    public static final String INITDB_PATH = "/pglite/bin/initdb";

    private static final String PREFIX = "pglitej_";

    private static final String SUPPLEMENTS = "META-INF/pglitej/supplements.list";

    private static final Once<PostgresBuild> BUILD = new Once<>(PostgresBuild::new);

    private final NativeModule postgres;
    private final PgVariables variables;
    private final Map<String, NativeModule> modules = new ConcurrentHashMap<>();
    private final Once<Map<String, String>> supplements = new Once<>(PostgresBuild::readSupplements);
    private final SharedLibraries sideModules = new SideModuleLibraries(
            path -> Optional.of(baseName(path)).filter(PostgresBuild::isThere).map(this::sideModule),
            symbol -> Optional.ofNullable(supplements.get().get(symbol)).map(this::sideModule));

    private PostgresBuild() {
        this.postgres = module("pglite");
        PgFunction.checkAll(postgres);
        this.variables = new PgVariables(PostgresSymbols.of(postgres.wasmSha256()));
    }

    /**
     * Unpacks and loads the libraries on first use.
     *
     * @throws PGliteException if they cannot be had here, with the reason and what to do
     */
    public static PostgresBuild load() {
        return BUILD.get();
    }

    private NativeModule sideModule(String name) {
        return modules.computeIfAbsent(name, side -> NativeModule.named(PREFIX + side));
    }

    /** The supplements that have the functions which PGlite's build of PostgreSQL leaves out, by function. */
    // RATIONALE: "What stands for the functions that PGlite's build leaves out?"
    private static Map<String, String> readSupplements() {
        Map<String, String> byFunction = new HashMap<>();
        try (InputStream list = PackagedResources.open(SUPPLEMENTS)) {
            if (list == null) return byFunction;
            StringTokenizer words = new StringTokenizer(new String(list.readAllBytes(), StandardCharsets.UTF_8));
            while (words.hasMoreTokens()) byFunction.put(words.nextToken(), words.nextToken());
        } catch (IOException e) {
            throw new EngineException("cannot read the resource " + SUPPLEMENTS + ": " + e.getMessage());
        }
        return byFunction;
    }

    private static boolean isThere(String name) {
        return NativeLibraries.contains(PREFIX + name);
    }

    private static NativeModule module(String name) {
        try {
            return NativeModule.named(PREFIX + name);
        } catch (EngineException e) {
            throw new PGliteException(String.valueOf(e.getMessage()), e);
        }
    }

    public NativeModule postgres() {
        return postgres;
    }

    /** Loaded when it is first needed, as few databases do. */
    public NativeModule initdb() {
        return modules.computeIfAbsent("initdb", PostgresBuild::module);
    }

    public PgVariables variables() {
        return variables;
    }

    /** What {@code …/plpgsql.so} is known by among the native libraries. */
    private static String baseName(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.endsWith(".so") ? file.substring(0, file.length() - ".so".length()) : file;
    }

    /** What PostgreSQL can load into itself. */
    public SharedLibraries sideModules() {
        return sideModules;
    }
}
