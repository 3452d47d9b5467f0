package dev.pglitej;

import dev.pglitej.api.LocaleProvider;
import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.admin.Script;
import dev.pglitej.internal.admin.SqlStatement;
import dev.pglitej.internal.options.Creation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options of the builder that apply only to new databases. Confined to one thread. */
final class NewDatabase {
    /** For other encodings, clients need converters that the published build cannot load. */
    private static final Set<String> ENCODINGS = Set.of("UTF8", "SQL_ASCII");

    private final List<String> initdbOptions = new ArrayList<>();
    private final List<String> extensions = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();

    private interface Source {
        List<SqlStatement> read();
    }

    void encoding(String name) {
        if (!ENCODINGS.contains(name)) {
            throw new IllegalArgumentException("the encoding is " + name
                    + ", but can only be UTF8 or SQL_ASCII: PGlite has no converters for others");
        }
        initdbOptions.addAll(List.of("--encoding", name));
    }

    void locale(LocaleProvider provider, String locale) {
        String name = provider.name().toLowerCase(java.util.Locale.ROOT);
        initdbOptions.addAll(List.of("--locale-provider=" + name, "--" + provider.option() + "=" + locale));
    }

    void extension(String name) {
        extensions.add(name);
    }

    void sql(String sql) {
        List<SqlStatement> statements = Script.parse("initial SQL", sql);
        sources.add(() -> statements);
    }

    void script(Path file) {
        sources.add(() -> {
            try {
                return Script.parse(file.toString(), Files.readString(file));
            } catch (IOException e) {
                throw new PGliteException("cannot read the initial script " + file + ": " + e, e);
            }
        });
    }

    Creation creation() {
        List<SqlStatement> statements = new ArrayList<>();
        for (Source source : sources) statements.addAll(source.read());
        return new Creation(initdbOptions, extensions, statements);
    }
}
