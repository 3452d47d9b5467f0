package dev.pglitej.junit;

import static dev.pglitej.junit.Sql.execute;
import static dev.pglitej.junit.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tests see what others have done. The nested classes are samples, and no tests of this one. */
@Timeout(120)
final class ResetTest {
    private static final String MARK = "create table mark (id int)";
    private static final String FOUND = "select to_regclass('mark')";

    @Test
    void methodsSeeNothingOfEachOther() {
        Suites.expectSuccess(9, EachForItself.class);
    }

    @PGliteTest
    static class EachForItself {
        @Test
        void one(Connection connection) throws SQLException {
            mark(connection);
        }

        @RepeatedTest(3)
        void repeated(Connection connection) throws SQLException {
            mark(connection);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void parameterized(int value, DataSource database) throws SQLException {
            try (Connection connection = database.getConnection()) {
                mark(connection);
            }
        }

        @Nested
        class Within {
            @Test
            void one(Connection connection) throws SQLException {
                mark(connection);
            }

            @RepeatedTest(2)
            void repeated(PGlite database) throws SQLException {
                try (Connection connection = database.getConnection()) {
                    mark(connection);
                }
            }
        }
    }

    private static void mark(Connection connection) throws SQLException {
        assertThat(text(connection, FOUND)).isNull();
        execute(connection, MARK);
    }

    @Test
    void allThatATestIsGivenLeadsToTheSameDatabase() {
        Suites.expectSuccess(2, AllTheSame.class);
    }

    @PGliteTest
    static class AllTheSame {
        private final Connection given;

        @Injected
        private DataSource field;

        @JdbcUrl
        private String urlField;

        AllTheSame(Connection given) {
            this.given = given;
        }

        @BeforeEach
        void markOnce(Connection connection) throws SQLException {
            mark(connection);
        }

        @RepeatedTest(2)
        void each(PGlite database, DataSource dataSource, Connection connection, @JdbcUrl String url)
                throws SQLException {
            assertThat(text(given, FOUND)).isEqualTo("mark");
            assertThat(text(field, FOUND)).isEqualTo("mark");
            assertThat(text(database.dataSource(), FOUND)).isEqualTo("mark");
            assertThat(text(dataSource, FOUND)).isEqualTo("mark");
            assertThat(text(connection, FOUND)).isEqualTo("mark");
            assertThat(url).isEqualTo(urlField);
            try (Connection byUrl = DriverManager.getConnection(url)) {
                assertThat(text(byUrl, FOUND)).isEqualTo("mark");
            }
        }
    }

    @Test
    void methodsRunInParallelOnDatabasesOfTheirOwn() {
        Suites.expectSuccess(Suites.runInParallel(AtTheSameTime.class), 3);
    }

    @PGliteTest
    static class AtTheSameTime {
        private static final CyclicBarrier MEETING = new CyclicBarrier(3);

        @BeforeAll
        static void fill(Connection connection) throws SQLException {
            execute(connection, "create table start as select 1 as id");
        }

        @RepeatedTest(3)
        void each(Connection connection) throws Exception {
            mark(connection);
            MEETING.await(60, TimeUnit.SECONDS);
            assertThat(text(connection, "select count(*) from start")).isEqualTo("1");
        }
    }

    @Test
    void methodsBeginWithWhatBeforeAllHasDone() {
        Suites.expectSuccess(3, Prepared.class);
    }

    @PGliteTest
    static class Prepared {
        @BeforeAll
        static void fill(Connection connection) throws SQLException {
            execute(connection, "create table stock as select 5 as amount");
        }

        @AfterAll
        static void theMethodsWereElsewhere(Connection connection) throws SQLException {
            assertThat(text(connection, "select amount from stock")).isEqualTo("5");
        }

        @RepeatedTest(2)
        void take(Connection connection) throws SQLException {
            assertThat(text(connection, "update stock set amount = amount - 1 returning amount"))
                    .isEqualTo("4");
        }

        @Nested
        class More {
            @BeforeAll
            static void fill(Connection connection) throws SQLException {
                execute(connection, "update stock set amount = 10");
            }

            @Test
            void take(Connection connection) throws SQLException {
                assertThat(text(connection, "update stock set amount = amount - 1 returning amount"))
                        .isEqualTo("9");
            }
        }
    }

    @Test
    void whatIsGivenToTheClassStaysValidAndIsSetBack() {
        Suites.expectSuccess(6, Lasting.class, LastingInstance.class);
    }

    @PGliteTest
    static class Lasting {
        @Injected
        static DataSource database;

        @JdbcUrl
        static String url;

        @BeforeAll
        static void fill() throws SQLException {
            execute(database, "create table stock as select 5 as amount");
        }

        @RepeatedTest(2)
        void take(Connection connection) throws SQLException {
            execute(database, "update stock set amount = amount - 1");
            assertThat(text(connection, "select amount from stock")).isEqualTo("4");
        }

        @Nested
        class Within {
            @BeforeAll
            static void fill(Connection connection) throws SQLException {
                execute(connection, "update stock set amount = 10");
            }

            @RepeatedTest(2)
            void take() throws SQLException {
                try (Connection byUrl = DriverManager.getConnection(url)) {
                    execute(byUrl, "update stock set amount = amount - 1");
                }
                assertThat(text(database, "select amount from stock")).isEqualTo("9");
            }
        }
    }

    @PGliteTest
    @TestInstance(Lifecycle.PER_CLASS)
    static class LastingInstance {
        private final DataSource database;

        LastingInstance(DataSource database) {
            this.database = database;
        }

        @RepeatedTest(2)
        void each() throws SQLException {
            try (Connection connection = database.getConnection()) {
                mark(connection);
            }
        }
    }

    @Test
    void methodsThatShareADatabaseCannotRunAtTheSameTime() {
        Recipe recipe = Recipe.plain();
        try (ClassDatabases databases = new ForkedDatabases("ShopTest", recipe, Optional.empty())) {
            Lease lasting = databases.forClass(true);
            try (MethodDatabase first = databases.forMethod("ShopTest.first")) {
                assertThatThrownBy(() -> databases.forMethod("ShopTest.second"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("ShopTest.second runs at the same time as ShopTest.first, and both use"
                                + " the database that was injected for the whole class");
                assertThat(first.lease().database()).isSameAs(lasting.database());
            }
            databases.forMethod("ShopTest.second").close();
        }
    }

    @Test
    void oncePerClassMeansItsMethodsAndNestedClassesShare() {
        Suites.expectSuccess(4, OncePerClass.class, OncePerClassToo.class);
    }

    @PGliteTest(reset = Reset.PER_CLASS)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class OncePerClass {
        @Injected
        static Connection lasting;

        @Test
        @Order(1)
        void first(Connection connection) throws SQLException {
            mark(connection);
        }

        @Test
        @Order(2)
        void second(Connection connection) throws SQLException {
            assertThat(text(connection, FOUND)).isEqualTo("mark");
            assertThat(text(lasting, FOUND)).isEqualTo("mark");
        }

        @Nested
        class Within {
            @Test
            void third(Connection connection) throws SQLException {
                assertThat(text(connection, FOUND)).isEqualTo("mark");
            }
        }
    }

    @PGliteTest(reset = Reset.PER_CLASS)
    static class OncePerClassToo {
        @Test
        void first(Connection connection) throws SQLException {
            mark(connection);
        }
    }

    @Test
    void neverMeansThatClassesShareWithinARun() {
        Never.SEEN.clear();

        Suites.expectSuccess(2, Never.class, NeverToo.class);
        Suites.expectSuccess(2, Never.class, NeverToo.class);

        assertThat(Never.SEEN).containsExactly(1, 2, 1, 2);
    }

    @PGliteTest(reset = Reset.NONE, settings = "work_mem = 5MB")
    static class Never {
        static final List<Integer> SEEN = new ArrayList<>();

        @Test
        void count(Connection connection) throws SQLException {
            execute(connection, "create sequence if not exists visits");
            SEEN.add(Integer.valueOf(text(connection, "select nextval('visits')")));
            assertThat(text(connection, "show work_mem")).isEqualTo("5MB");
        }
    }

    static class NeverToo extends Never {}

    @Test
    void aConnectionInAStaticFieldIsRefusedWhereItWouldEndWithTheFirstTest() {
        Suites.run(StaticConnection.class)
                .containerEvents()
                .failed()
                .assertThatEvents()
                .haveExactly(1, Suites.failure("would end with the first test"));
    }

    @PGliteTest
    static class StaticConnection {
        @Injected
        static Connection connection;

        @Test
        void never() {}
    }
}
