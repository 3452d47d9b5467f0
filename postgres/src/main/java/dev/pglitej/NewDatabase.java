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

/** The options of the builder that apply only to new databases. Confined to one thread. */
final class NewDatabase {
    /** Those that a database can have. Others, such as SJIS, are for clients alone. */
    private static final List<String> ENCODINGS = List.of(
            ("UTF8 SQL_ASCII EUC_CN EUC_JIS_2004 EUC_JP EUC_KR EUC_TW ISO_8859_5 ISO_8859_6 ISO_8859_7 ISO_8859_8 KOI8R KOI8U"
                            + " LATIN1 LATIN2 LATIN3 LATIN4 LATIN5 LATIN6 LATIN7 LATIN8 LATIN9 LATIN10 MULE_INTERNAL"
                            + " WIN866 WIN874 WIN1250 WIN1251 WIN1252 WIN1253 WIN1254 WIN1255 WIN1256 WIN1257 WIN1258")
                    .split(" ", -1));

    private final List<String> initdbOptions = new ArrayList<>();
    private final List<String> extensions = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();

    private interface Source {
        List<SqlStatement> read();
    }

    void encoding(String name) {
        if (!ENCODINGS.contains(name)) {
            throw new IllegalArgumentException("the encoding is " + name + ", but a database can only have one of "
                    + String.join(", ", ENCODINGS) + ", by these names");
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
