package dev.pglitej.natives.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    @Test
    void whatIsFoundTwiceUnderOneNumberIsOneCandidate() {
        assertThat(Choice.only("kill", "a callee of raise", List.of(7, 7))).isEqualTo(7);
    }

    @Test
    void severalCandidatesAreAllNamedInTheFailure() {
        assertThatThrownBy(() -> Choice.only("kill", "a callee of raise", List.of(7, 9)))
                .isInstanceOf(FinderException.class)
                .hasMessageContaining("cannot find kill: looked for a callee of raise, found 7, 9;");
    }

    @Test
    void noCandidateIsAFailure() {
        assertThatThrownBy(() -> Choice.only("kill", "a callee of raise", List.of()))
                .isInstanceOf(FinderException.class)
                .hasMessageContaining("found nothing");
    }
}
