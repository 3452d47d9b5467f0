package dev.pglitej.spring.shop;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Sells, and notes each attempt whatever becomes of it. */
@Service
public class Ledger {
    private final Items items;

    Ledger(Items items) {
        this.items = items;
    }

    /** On a second connection, while the first has its transaction open. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void note(String attempt) {
        Item saved = items.save(new Item(attempt));
        assert saved.id() != null : "it has been inserted";
    }
}
