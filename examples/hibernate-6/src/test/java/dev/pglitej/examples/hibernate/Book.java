package dev.pglitej.examples.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.util.UUID;

/** An entity with types that PostgreSQL has and other databases do not. */
@Entity
class Book {
    @Id
    @GeneratedValue
    UUID id;

    @Version
    int version;

    String title;
    String[] tags;
    BigDecimal price;

    /** For Hibernate. */
    protected Book() {}

    Book(String title, BigDecimal price, String... tags) {
        this.title = title;
        this.price = price;
        this.tags = tags;
    }
}
