package dev.pglitej.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ScenarioReaderTest {
    private static final String TEXT = """
            # What this is about.

            setup
              create table t ();
              insert into t default values;

              analyze t;

            session alice
              read: select 1::text,
                  2
              leave: \\disconnect

            session bob
              write: update t

            teardown
              drop table t

            order alice.read bob.write! alice.leave
              | alice.read: SELECT 1 (1, 2)
              | alice.leave: end of session
            """;

    @Test
    void aFileIsRead() {
        Scenario scenario = read(TEXT);

        assertThat(scenario.setup())
                .containsExactly("create table t ();\n  insert into t default values;", "analyze t;");
        assertThat(scenario.teardown()).containsExactly("drop table t");
        Step read = new Step("alice", "read", "select 1::text,\n2");
        Step leave = new Step("alice", "leave", Step.DISCONNECT);
        Step write = new Step("bob", "write", "update t");
        assertThat(scenario.sessions().get("alice")).containsExactly(read, leave);
        assertThat(scenario.orders())
                .containsExactly(new Order(
                        List.of(new Turn(read, false), new Turn(write, true), new Turn(leave, false)),
                        List.of("alice.read: SELECT 1 (1, 2)", "alice.leave: end of session")));
    }

    @Test
    void everyOrderKeepsEachSessionsOwn() {
        Scenario scenario = read(TEXT.replaceAll("(?s)order .*", "every order\n"));

        assertThat(scenario.orders())
                .extracting(Order::name)
                .containsExactly(
                        "alice.read alice.leave bob.write",
                        "alice.read bob.write alice.leave",
                        "bob.write alice.read alice.leave");
    }

    @Test
    void anUnknownStepIsRefused() {
        assertThatThrownBy(() -> read(TEXT + "\norder bob.reads\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sample: there is no step bob.reads");
    }

    private static Scenario read(String text) {
        return ScenarioReader.read("sample", text.lines().toList());
    }
}
