package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class ExtensionsByUrlTest {
    @Test
    void aNewDatabaseHasTheExtensionsThatItsUrlNames() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:pglite:memory:?extensions=earthdistance,vector");
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select string_agg(extname, ' ' order by extname) from pg_extension")) {
            rows.next();
            // earthdistance needs cube.
            assertThat(rows.getString(1)).isEqualTo("cube earthdistance plpgsql vector");
        }
    }

    @Test
    void oneThatIsNotOnTheClassPathIsNamed() {
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pglite:memory:?extensions=postgis"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("postgis");
    }
}
