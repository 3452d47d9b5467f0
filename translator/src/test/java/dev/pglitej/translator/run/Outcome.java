package dev.pglitej.translator.run;

import java.util.List;

/** How a call ended. */
public sealed interface Outcome {
    /** With results: i32 zero-extended, floats as their bits, every NaN as the canonical one. */
    record Returned(List<Long> values) implements Outcome {}

    /** With a trap, named as in {@code enum rt_trap}. */
    record Trapped(String trap) implements Outcome {}

    static Outcome returned(Long... values) {
        return new Returned(List.of(values));
    }

    static Outcome trapped(String trap) {
        return new Trapped(trap);
    }
}
