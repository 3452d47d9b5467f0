package dev.pglitej.spring.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.orm.jpa.DataJpaTest;

@DataJpaTest
class ItemRepositoryTest {
    @Test
    void anItemIsFoundByItsName(@Autowired Items items) {
        items.saveAndFlush(new Item("pen"));

        assertThat(items.findByName("pen")).hasSize(1);
    }
}
