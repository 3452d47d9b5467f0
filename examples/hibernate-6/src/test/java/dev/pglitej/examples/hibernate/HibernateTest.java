package dev.pglitej.examples.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.OptimisticLockException;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Version;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hibernate with nothing but a URL; it recognises PostgreSQL by itself. */
@Timeout(120)
final class HibernateTest {
    private static SessionFactory sessions;

    @BeforeAll
    static void start() {
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", "jdbc:pglite:memory:hibernate")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .addAnnotatedClass(Book.class)
                .buildSessionFactory();
    }

    @AfterAll
    static void stop() {
        sessions.close();
    }

    private static UUID saved(Book book) {
        sessions.inTransaction(session -> session.persist(book));
        return book.id;
    }

    @Test
    void theDialectIsPostgresqls() {
        assertThat(Version.getVersionString()).matches("[67]\\..*");
        assertThat(sessions.unwrap(SessionFactoryImplementor.class)
                        .getJdbcServices()
                        .getDialect())
                .isInstanceOf(PostgreSQLDialect.class);
    }

    @Test
    void anEntityComesBackByAQueryOverItsArray() {
        UUID id = saved(new Book("SQL", new BigDecimal("29.90"), "database", "language"));

        Book found = sessions.fromTransaction(session -> session.createSelectionQuery(
                        "from Book where array_contains(tags, 'language') and price < 30", Book.class)
                .getSingleResult());

        assertThat(found.id).isEqualTo(id);
        assertThat(found.tags).containsExactly("database", "language");
    }

    @Test
    void theSecondOfTwoSessionsThatChangeTheSameEntityIsRefused() {
        UUID id = saved(new Book("Twice", BigDecimal.TEN));
        try (Session first = sessions.openSession();
                Session second = sessions.openSession()) {
            first.beginTransaction();
            second.beginTransaction();
            first.find(Book.class, id).title = "First";
            second.find(Book.class, id).title = "Second";
            first.getTransaction().commit();

            assertThatThrownBy(() -> second.getTransaction().commit()).isInstanceOf(OptimisticLockException.class);
        }
    }
}
