package dev.pglitej.boot4;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** Something that the shop sells. */
@Entity
public class Item {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";

    protected Item() {}

    public Item(String name) {
        this.name = name;
    }

    public @Nullable Long id() {
        return id;
    }

    public String name() {
        return name;
    }
}
