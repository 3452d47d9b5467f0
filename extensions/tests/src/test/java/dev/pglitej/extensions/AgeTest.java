package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Apache AGE, as its manual describes it. */
@Timeout(120)
final class AgeTest {
    private static final int SESSIONS = 4;
    private static final int NODES = 25;

    @SuppressWarnings("NullAway.Init")
    private static PGlite database;

    @SuppressWarnings("NullAway.Init")
    private static Statement statement;

    @BeforeAll
    static void open() throws SQLException {
        database = PGlite.builder().extension("age").open();
        statement = session();
    }

    @AfterAll
    static void close() throws SQLException {
        statement.getConnection().close();
        database.close();
    }

    private static Statement session() throws SQLException {
        Connection connection = database.getConnection();
        Statement session = connection.createStatement();
        session.execute("set search_path = ag_catalog, \"$user\", public");
        return session;
    }

    @BeforeEach
    void graph() throws SQLException {
        statement.execute("select drop_graph(name, true) from ag_graph");
        statement.execute("select create_graph('people')");
        statement.execute(cypher("""
                CREATE (ann:Person {name: 'Ann', age: 41})-[:KNOWS {since: 2001}]->(bob:Person {name: 'Bob', age: 35}),
                       (bob)-[:KNOWS {since: 2010}]->(cid:Person {name: 'Cid', age: 20}),
                       (cid)-[:LIKES]->(:Thing {name: 'tea'})
                """));
    }

    private static String cypher(String query) {
        return "select * from cypher('people', $$ " + query + " $$) as (result agtype)";
    }

    private static List<String> results(String query) throws SQLException {
        return Sql.column(statement, cypher(query));
    }

    @Test
    void aMatchFindsNodesAndEdgesByLabelsAndProperties() throws SQLException {
        assertThat(results("MATCH (p:Person) WHERE p.age > 30 RETURN p.name ORDER BY p.name"))
                .containsExactly("\"Ann\"", "\"Bob\"");
        assertThat(results("MATCH (:Person {name: 'Bob'})<-[e:KNOWS]-(p) RETURN e.since"))
                .containsExactly("2001");
        assertThat(results("MATCH (p:Person {name: 'Ann'}) RETURN p").get(0))
                .endsWith("\"label\": \"Person\", \"properties\": {\"age\": 41, \"name\": \"Ann\"}}::vertex");
    }

    @Test
    void pathsOfAnyLengthAreFollowed() throws SQLException {
        assertThat(results("MATCH p = (:Person {name: 'Ann'})-[*1..3]->(x) RETURN length(p) ORDER BY length(p)"))
                .containsExactly("1", "2", "3");
        assertThat(results("MATCH (:Person {name: 'Ann'})-[:KNOWS*]->(x) RETURN x.name ORDER BY x.name"))
                .containsExactly("\"Bob\"", "\"Cid\"");
        assertThat(results("MATCH p = (:Person {name: 'Cid'})-[:LIKES]->() RETURN p")
                        .get(0))
                .contains("::vertex")
                .contains("::edge")
                .endsWith("]::path");
    }

    @Test
    void propertiesAreSetAndRemovedAndNodesMergedAndDeleted() throws SQLException {
        assertThat(results("MATCH (p {name: 'Bob'}) SET p.age = p.age + 1, p.town = 'Ulm' RETURN p.town"))
                .containsExactly("\"Ulm\"");
        assertThat(results("MATCH (p {name: 'Bob'}) REMOVE p.town RETURN properties(p)"))
                .containsExactly("{\"age\": 36, \"name\": \"Bob\"}");
        assertThat(results("MERGE (p:Person {name: 'Bob'}) RETURN p.age")).containsExactly("36");
        assertThat(results("MERGE (p:Person {name: 'Dan'}) RETURN p.name")).containsExactly("\"Dan\"");
        assertThat(results("MATCH (p {name: 'Bob'})-[e]-() DELETE e")).isEmpty();
        assertThat(results("MATCH (p {name: 'Bob'}) DELETE p")).isEmpty();
        assertThat(results("MATCH (p:Person) RETURN count(*)")).containsExactly("3");
        assertThat(Sql.value(statement, "select count(*) from people.\"KNOWS\""))
                .isEqualTo("0");
    }

    /** A fault of the published build, on V8 too. */
    @Test
    void theEdgesOfADeletedVertexStayWhereNoQueryOfCypherSeesThem() throws SQLException {
        assertThat(results("MATCH (p {name: 'Bob'}) DETACH DELETE p")).isEmpty();

        assertThat(results("MATCH ()-[e:KNOWS]->() RETURN e")).isEmpty();
        assertThat(Sql.value(statement, "select count(*) from people.\"KNOWS\""))
                .isEqualTo("2");
    }

    @Test
    void listsMapsAndAggregatesAreValues() throws SQLException {
        assertThat(results("MATCH (p:Person) RETURN {youngest: min(p.age), ages: collect(p.age)}"))
                .containsExactly("{\"ages\": [41, 35, 20], \"youngest\": 20}");
        assertThat(results("UNWIND [3, 1, 2] AS i WITH i ORDER BY i RETURN i")).containsExactly("1", "2", "3");
        assertThat(results("WITH [1, 2, 3, 4] AS l RETURN [x IN l WHERE x > 2 | x * 10]"))
                .containsExactly("[30, 40]");
        assertThat(Sql.value(statement, "select '{\"a\": [1, 2.5, null]}'::agtype -> 'a'::text -> 1"))
                .isEqualTo("2.5");
    }

    @Test
    void graphsAndTablesAreJoinedInOneQuery() throws SQLException {
        assertThat(Sql.column(statement, """
                        select town from (values ('Ann', 'Ulm'), ('Bob', 'Bonn')) as towns (name, town)
                        join cypher('people', $$ MATCH (p:Person) WHERE p.age < 40 RETURN p.name $$) as found (name agtype)
                        on found.name = to_json(towns.name)::text::agtype
                        """)).containsExactly("Bonn");
    }

    @Test
    void aParameterIsAMapOfValues() throws SQLException {
        statement.execute("deallocate all");
        statement.execute("prepare aged (agtype) as select * from cypher('people',"
                + " $$ MATCH (p:Person) WHERE p.age = $age RETURN p.name $$, $1) as (name agtype)");

        assertThat(Sql.column(statement, "execute aged('{\"age\": 20}')")).containsExactly("\"Cid\"");
    }

    @Test
    void errorsAreStatementsErrors() throws SQLException {
        assertThatThrownBy(() -> results("MATCH (p:Person RETURN p")).hasMessageContaining("syntax error at or near");
        assertThatThrownBy(() -> results("MATCH (p:Person) RETURN q.name")).hasMessageContaining("could not find");
        assertThatThrownBy(() -> statement.execute("select create_graph('people')"))
                .hasMessageContaining("graph \"people\" already exists");
        assertThatThrownBy(() -> statement.execute("select * from cypher('none', $$ RETURN 1 $$) as (a agtype)"))
                .hasMessageContaining("graph \"none\" does not exist");
        assertThat(results("RETURN 1")).containsExactly("1");
    }

    @Test
    void withoutPreloadingASessionLoadsTheLibrary() throws SQLException {
        try (PGlite other = PGlite.builder().initSql("create extension age").open();
                Connection connection = other.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("load 'age'");
            sql.execute("set search_path = ag_catalog, \"$user\", public");
            sql.execute("select create_graph('people')");

            assertThat(Sql.column(sql, cypher("RETURN 'a' + 1"))).containsExactly("\"a1\"");
        }
    }

    @Test
    void severalSessionsAddToAGraphAtOnce() throws Exception {
        statement.execute("select create_vlabel('people', 'Visit')");
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        try {
            List<Callable<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                int writer = i;
                writers.add(() -> addVisits(writer));
            }
            for (Future<Integer> written : threads.invokeAll(writers, 100, TimeUnit.SECONDS)) {
                assertThat(written.get()).isEqualTo(NODES);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(results("MATCH (v:Visit) RETURN count(v)")).containsExactly(Integer.toString(SESSIONS * NODES));
        assertThat(results("MATCH (v:Visit) RETURN count(DISTINCT id(v))"))
                .containsExactly(Integer.toString(SESSIONS * NODES));
    }

    private static int addVisits(int writer) throws SQLException {
        Statement session = session();
        try (Connection connection = session.getConnection()) {
            for (int i = 0; i < NODES; i++) {
                session.execute(cypher("CREATE (:Visit {writer: " + writer + ", number: " + i + "})"));
            }
            assertThat(connection.isValid(1)).isTrue();
        }
        return NODES;
    }
}
