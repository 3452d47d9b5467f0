package dev.pglitej.spring;

import dev.pglitej.PGlite;
import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/** Opens the database that {@link PGliteProperties} describe. Stateless. */
final class ConfiguredDatabase {
    private ConfiguredDatabase() {}

    /** @throws IllegalStateException if a script cannot be read, or fails */
    static PGlite open(PGliteProperties properties, ResourceLoader resources) {
        PGlite.Builder builder =
                PGlite.builder().memoryLimit(properties.getMemoryLimit().toBytes());
        if (properties.getDataLimit() != null) {
            builder.dataLimit(properties.getDataLimit().toBytes());
        }
        if (properties.getDirectory() != null) builder.directory(properties.getDirectory());
        if (properties.getDurability() != null) builder.durability(properties.getDurability());
        properties.getSettings().forEach(builder::setting);
        properties.getExtensions().forEach(builder::extension);
        PGlite database = builder.open();
        try {
            run(properties.getInitScripts(), resources, database);
            return database;
        } catch (RuntimeException | Error e) {
            try (database) {
                throw e;
            }
        }
    }

    private static void run(List<String> scripts, ResourceLoader resources, PGlite database) {
        for (String script : scripts) {
            String sql = text(resources.getResource(script));
            try {
                database.runScript(script, sql);
            } catch (PGliteException e) {
                throw new IllegalStateException("init script " + e.getMessage(), e);
            }
        }
    }

    private static String text(Resource script) {
        try {
            return script.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("init script " + script.getDescription() + " cannot be read", e);
        }
    }
}
