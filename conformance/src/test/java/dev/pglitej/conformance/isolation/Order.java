package dev.pglitej.conformance.isolation;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An order of steps, and what it brings about. Immutable.
 *
 * @param answers a line for each answer, and for each step that has to wait
 */
record Order(List<Turn> turns, List<String> answers) {

    /** The steps' names: {@code alice.read bob.write alice.commit}. */
    String name() {
        return turns.stream().map(Turn::toString).collect(Collectors.joining(" "));
    }

    Order withAnswers(List<String> lines) {
        return new Order(turns, lines);
    }
}
