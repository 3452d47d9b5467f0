package dev.pglitej.boot4;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** What the shop sells. */
public interface Items extends JpaRepository<Item, Long> {
    List<Item> findByName(String name);
}
