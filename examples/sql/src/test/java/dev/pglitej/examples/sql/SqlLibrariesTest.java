package dev.pglitej.examples.sql;

import static dev.pglitej.examples.sql.schema.Tables.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.examples.sql.schema.enums.Mood;
import dev.pglitej.examples.sql.schema.tables.records.PersonRecord;
import dev.pglitej.jdbc.PGliteDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Libraries that put SQL into Java, each with the same table in a database of each test's own. */
@Timeout(60)
final class SqlLibrariesTest {
    private final PGliteDataSource database = new PGliteDataSource("jdbc:pglite:memory:sql?init=classpath:schema.sql");
    private Connection connection;

    /** MyBatis's. */
    interface PersonMapper {
        @Insert("insert into person (name) values (#{name})")
        @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
        int insert(NewPerson person);

        @Select("select id, name from person where name like #{pattern}")
        List<Person> like(@Param("pattern") String pattern);
    }

    /** What MyBatis writes a generated key into. */
    public static final class NewPerson {
        private int id;
        private final String name;

        NewPerson(String name) {
            this.name = name;
        }

        public int getId() {
            return id;
        }

        public void setId(int id) {
            this.id = id;
        }

        public String getName() {
            return name;
        }
    }

    /** JDBI's. */
    interface People {
        @SqlUpdate("insert into person (name) values (?)")
        @GetGeneratedKeys("id")
        int insert(String name);

        @SqlQuery("select id, name from person where name like ?")
        List<Person> like(String pattern);
    }

    /** Holds the database until the test's end, as a pool would. */
    @BeforeEach
    void open() throws SQLException {
        connection = database.getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void jooqsGeneratedClassesKnowEnumsAndArrays() {
        PersonRecord ada = DSL.using(connection, SQLDialect.POSTGRES)
                .insertInto(PERSON, PERSON.NAME, PERSON.FEELS, PERSON.TAGS)
                .values("Ada", Mood.happy, new String[] {"first"})
                .returning()
                .fetchSingle();

        assertThat(ada.getId()).isEqualTo(1);
        assertThat(DSL.using(database, SQLDialect.POSTGRES)
                        .select(PERSON.NAME)
                        .from(PERSON)
                        .where(PERSON.FEELS.eq(Mood.happy).and(PERSON.TAGS.contains(new String[] {"first"})))
                        .fetchSingle(PERSON.NAME))
                .isEqualTo("Ada");
    }

    @Test
    void mybatisMapsRowsAndGeneratedKeys() {
        Configuration configuration =
                new Configuration(new Environment("test", new JdbcTransactionFactory(), database));
        configuration.setArgNameBasedConstructorAutoMapping(true);
        configuration.addMapper(PersonMapper.class);
        try (SqlSession session =
                new SqlSessionFactoryBuilder().build(configuration).openSession()) {
            PersonMapper mapper = session.getMapper(PersonMapper.class);
            NewPerson ada = new NewPerson("Ada");

            assertThat(mapper.insert(ada)).isEqualTo(1);
            session.commit();

            assertThat(mapper.like("A%")).containsExactly(new Person(ada.getId(), "Ada"));
        }
    }

    @Test
    void jdbiMapsRowsAndRollsBack() {
        Jdbi jdbi = Jdbi.create(database).installPlugin(new SqlObjectPlugin());
        jdbi.registerRowMapper(ConstructorMapper.factory(Person.class));

        int id = jdbi.inTransaction(handle -> handle.attach(People.class).insert("Ada"));
        jdbi.useTransaction(handle -> {
            handle.attach(People.class).insert("Alan");
            handle.rollback();
        });

        assertThat(jdbi.onDemand(People.class).like("A%")).containsExactly(new Person(id, "Ada"));
    }
}
