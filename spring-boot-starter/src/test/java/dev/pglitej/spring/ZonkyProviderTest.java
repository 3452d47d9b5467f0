package dev.pglitej.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.spring.shop.Shop;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.RefreshMode;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;

/** zonky's annotation, with a PGlite behind it. */
@SpringBootTest(
        classes = Shop.class,
        webEnvironment = WebEnvironment.NONE,
        properties = "zonky.test.database.provider=pglite")
@AutoConfigureEmbeddedDatabase(refresh = RefreshMode.AFTER_EACH_TEST_METHOD)
@Timeout(120)
class ZonkyProviderTest {
    private final JdbcTemplate database;

    @Autowired
    ZonkyProviderTest(JdbcTemplate database) {
        this.database = database;
    }

    @RepeatedTest(2)
    void eachTestHasANewDatabaseWithTheMigrations() {
        database.execute("insert into item (name) values ('pen')");

        assertThat(database.queryForObject("select count(*) from item", Integer.class))
                .isEqualTo(1);
        assertThat(database.queryForObject("select version()", String.class)).startsWith("PostgreSQL 18");
    }
}
