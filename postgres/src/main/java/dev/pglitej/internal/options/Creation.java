package dev.pglitej.internal.options;

import dev.pglitej.internal.admin.SqlStatement;
import java.util.ArrayList;
import java.util.List;

/**
 * How a database begins that is made new; one that exists is not changed by any of it. Immutable.
 *
 * @param initdbOptions beside the usual ones, which they override
 * @param extensions to be created, in this order, with those that they need
 * @param statements to be run afterwards
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

    /** All that has to be run. */
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
