package dev.pglitej.extensions;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens a database with the extension pg_hashids, and uses it. */
final class OwnExtensionProgram {
    private OwnExtensionProgram() {}

    public static void main(String[] arguments) throws SQLException {
        try (PGlite database = PGlite.builder().extension("pg_hashids").open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            System.out.println(
                    Sql.value(sql, "show shared_preload_libraries") + " " + Sql.value(sql, "select id_encode(1001)"));
        }
    }
}
