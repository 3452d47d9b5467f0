package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlternationTest {
    private final List<String> events = new ArrayList<>();
    private long now;

    @Test
    void theSidesTakeTurns() throws SQLException {
        Alternation alternation = new Alternation(2, () -> now);

        alternation.compare(row(1), new ScriptedTrial("A", "", 1, 1, 1), new ScriptedTrial("B", "", 1, 1, 1));

        assertThat(events)
                .containsExactly(
                        "A set up",
                        "B set up",
                        "A reset",
                        "A work",
                        "B reset",
                        "B work",
                        "A reset",
                        "A work",
                        "B reset",
                        "B work",
                        "A reset",
                        "A work",
                        "B reset",
                        "B work");
    }

    @Test
    void eachSideComesToTheMedianOfItsSamplesWithoutTheFirst() throws SQLException {
        Alternation alternation = new Alternation(3, () -> now);

        Comparison comparison = alternation.compare(
                row(1), new ScriptedTrial("A", "", 99, 8, 2, 3), new ScriptedTrial("B", "", 99, 6, 7, 1));

        assertThat(comparison).isEqualTo(new Comparison("row", false, 3, 6));
        assertThat(comparison.ratio()).isEqualTo(0.5);
    }

    @Test
    void workOfManyOperationsIsReportedAsTheTimeOfOne() throws SQLException {
        Alternation alternation = new Alternation(1, () -> now);

        Comparison comparison =
                alternation.compare(row(100), new ScriptedTrial("A", "", 9, 5), new ScriptedTrial("B", "", 9, 10));

        assertThat(comparison).isEqualTo(new Comparison("row", false, 0.05, 0.1));
    }

    @Test
    void sidesThatComputeDifferentThingsAreNotCompared() {
        Alternation alternation = new Alternation(1, () -> now);

        assertThatIllegalStateException()
                .isThrownBy(() -> alternation.compare(
                        row(1), new ScriptedTrial("A", "41", 1, 1), new ScriptedTrial("B", "42", 1, 1)))
                .withMessageStartingWith("row: PGliteJ answers '41', native PostgreSQL '42'");
    }

    private static Row row(int operations) {
        return new Row("row", "a row", false, 1, operations, c -> {}, c -> {}, c -> "", c -> "");
    }

    /** Takes as many milliseconds of the fake clock as the script says; setting up, resetting and proving take long. */
    private final class ScriptedTrial implements Trial {
        private final String name;
        private final String answer;
        private final Deque<Integer> millis;

        ScriptedTrial(String name, String answer, Integer... millis) {
            this.name = name;
            this.answer = answer;
            this.millis = new ArrayDeque<>(List.of(millis));
        }

        @Override
        public void setUp() {
            take("set up", 1_000);
        }

        @Override
        public void reset() {
            take("reset", 1_000);
        }

        @Override
        public String work() {
            take("work", millis.pop());
            return answer;
        }

        @Override
        public String proof() {
            now += 1_000_000_000;
            return "";
        }

        private void take(String event, int duration) {
            events.add(name + " " + event);
            now += duration * 1_000_000L;
        }
    }
}
