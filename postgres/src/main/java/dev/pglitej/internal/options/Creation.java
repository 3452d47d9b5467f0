package dev.pglitej.internal.options;

import dev.pglitej.internal.admin.SqlStatement;
import java.util.ArrayList;
import java.util.List;

/**
 * How a new database is made. It does not apply to an existing one. Immutable.
 *
 * @param initdbOptions in addition to the usual ones, which they override
 * @param extensions to create, in this order, with the extensions that they need
 * @param statements to run afterwards
 */
public record Creation(List<String> initdbOptions, List<String> extensions, List<SqlStatement> statements) {
    public Creation {
        initdbOptions = List.copyOf(initdbOptions);
        extensions = List.copyOf(extensions);
        statements = List.copyOf(statements);
    }

    /** As initdb leaves it. */
    public static Creation plain() {
        return new Creation(List.of(), List.of(), List.of());
    }

    /** The statements for the extensions and the initial SQL, in order. */
    public List<SqlStatement> allStatements() {
        List<SqlStatement> all = new ArrayList<>();
        for (String extension : extensions) {
            String sql = "CREATE EXTENSION IF NOT EXISTS \"" + extension + "\" CASCADE";
            all.add(new SqlStatement("extension " + extension, 1, sql));
        }
        all.addAll(statements);
        return all;
    }
}
