package dev.pglitej.internal.pg;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.nativelib.PackagedResources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where the C variables of one build of PostgreSQL are in linear memory, by their C names. Immutable.
 *
 * <p>The build derives them from the binary itself and keys them by its hash; nothing here knows a number.
 */
final class PostgresSymbols {
    private final String wasmSha256;
    private final Map<String, Integer> values;

    PostgresSymbols(String wasmSha256, Map<String, Integer> values) {
        this.wasmSha256 = wasmSha256;
        this.values = Map.copyOf(values);
    }

    /**
     * Reads the table of one build from the class path.
     *
     * @throws PGliteException if there is none
     */
    static PostgresSymbols of(String wasmSha256) {
        String resource = "META-INF/pglitej/pglite-" + wasmSha256 + ".properties";
        try (InputStream in = PackagedResources.open(resource)) {
            if (in == null) {
                throw new PGliteException(
                        "the artifact pglitej-natives is not complete: it has PostgreSQL's library, but no " + resource
                                + " for it; get the artifact again");
            }
            Properties table = new Properties();
            table.load(in);
            Map<String, Integer> values = new HashMap<>();
            for (String name : table.stringPropertyNames()) {
                String value = table.getProperty(name);
                // Values that are not numbers are for the build only.
                if (!value.isEmpty() && Character.isDigit(value.charAt(0))) {
                    values.put(name, Integer.parseUnsignedInt(value));
                }
            }
            return new PostgresSymbols(wasmSha256, values);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /** The address of a C variable, or another number that the build recorded under a name. */
    int value(String name) {
        Integer value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the symbols of PostgreSQL build " + wasmSha256 + " lack " + name);
        }
        return value;
    }
}
