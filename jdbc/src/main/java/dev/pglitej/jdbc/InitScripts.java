package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The SQL that a database runs whenever a URL opens it: files, or resources of the class path, separated by commas. Stateless. */
final class InitScripts {
    private static final String CLASS_PATH = "classpath:";

    private InitScripts() {}

    /** @throws IllegalArgumentException if a script cannot be read, or fails */
    static void run(PGlite database, String scripts) {
        for (String entry : scripts.split(",", -1)) {
            String script = entry.strip();
            String sql = text(script);
            try {
                database.runScript(script, sql);
            } catch (PGliteException e) {
                throw new IllegalArgumentException("init script " + e.getMessage(), e);
            }
        }
    }

    private static String text(String script) {
        try {
            return script.startsWith(CLASS_PATH)
                    ? resource(script.substring(CLASS_PATH.length()))
                    : Files.readString(Path.of(script));
        } catch (IOException e) {
            throw new IllegalArgumentException("init script " + script + " cannot be read: " + e, e);
        }
    }

    private static String resource(String name) throws IOException {
        String absolute = name.startsWith("/") ? name.substring(1) : name;
        @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? InitScripts.class.getClassLoader() : context;
        try (InputStream stream = loader.getResourceAsStream(absolute)) {
            if (stream == null) throw new IOException("it is not on the class path");
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
