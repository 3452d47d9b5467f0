package dev.pglitej.boot4;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.jdbc.core.JdbcTemplate;

/** A test of a slice, whose application's own database is far away. */
@DataJpaTest(properties = "spring.datasource.url=jdbc:postgresql://production.invalid/shop")
@AutoConfigureTestDatabase(replace = Replace.ANY)
@Timeout(120)
class SlicesTest {
    private final Items items;
    private final JdbcTemplate database;

    @Autowired
    SlicesTest(Items items, JdbcTemplate database) {
        this.items = items;
        this.database = database;
    }

    @RepeatedTest(2)
    void theTestReachesAPGliteAndIsRolledBack() {
        items.saveAndFlush(new Item("pen"));

        assertThat(items.findByName("pen")).hasSize(1);
        assertThat(database.queryForObject("select version()", String.class)).startsWith("PostgreSQL 18");
    }
}
