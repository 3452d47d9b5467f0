package dev.pglitej.spring.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.jdbc.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;

/** The application's own database is far away, and the test's is a PGlite. */
@JdbcTest(properties = "spring.datasource.url=jdbc:postgresql://production.invalid/shop")
@ActiveProfiles("test")
@Timeout(120)
class ReplacedDataSourceTest {
    private final JdbcClient database;

    @Autowired
    ReplacedDataSourceTest(JdbcClient database) {
        this.database = database;
    }

    @Test
    void theTestReachesAPGlite() {
        assertThat(database.sql("select version()").query(String.class).single())
                .startsWith("PostgreSQL 18");
    }
}
