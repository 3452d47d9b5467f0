package dev.pglitej.spring.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.orm.jpa.DataJpaTest;
import org.springframework.test.context.TestPropertySource;

/** A test of the slice of JPA: Spring Boot replaces the application's database, which is not there, by an embedded one. */
@DataJpaTest
@TestPropertySource(properties = "spring.test.database.replace=ANY")
@Timeout(120)
class ItemsTest {
    private final Items items;
    private final DataSource database;

    @Autowired
    ItemsTest(Items items, DataSource database) {
        this.items = items;
        this.database = database;
    }

    @RepeatedTest(2)
    void eachTestIsRolledBack() throws SQLException {
        items.saveAndFlush(new Item("pen"));

        assertThat(items.findByName("pen")).hasSize(1);
        try (Connection connection = database.getConnection()) {
            assertThat(connection.getMetaData().getURL()).isEqualTo("jdbc:postgresql://in-process/");
        }
    }
}
