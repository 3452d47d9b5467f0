package dev.pglitej.spring.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.transaction.support.TransactionTemplate;

/** A whole application with Flyway and JPA, and no configuration. */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@Timeout(120)
class ShopTest {
    private final Items items;
    private final Ledger ledger;
    private final TransactionTemplate transactions;

    @Autowired
    ShopTest(Items items, Ledger ledger, TransactionTemplate transactions) {
        this.items = items;
        this.ledger = ledger;
        this.transactions = transactions;
    }

    @Test
    void aTransactionWithinATransactionCommitsByItself() {
        transactions.executeWithoutResult(outer -> {
            items.saveAndFlush(new Item("sold"));
            ledger.note("attempt");
            outer.setRollbackOnly();
        });

        assertThat(items.findByName("sold")).isEmpty();
        assertThat(items.findByName("attempt")).hasSize(1);
    }
}
