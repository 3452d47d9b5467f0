package dev.pglitej.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.server.SessionLoop.Turn;
import org.junit.jupiter.api.Test;

final class TurnTest {
    private static final SessionLoop.Member MEMBER = new SessionLoop.Member() {
        @Override
        void advance() {}

        @Override
        void giveWay() {}

        @Override
        void readyFor(int operations) {}
    };

    private final Turn turn = new Turn();

    /** Another one would look too, and not know what this one has found. */
    @Test
    void aThreadThatLooksForClientsCannotLoseItsTurn() {
        assertThat(turn.lose()).isFalse();

        turn.begin(MEMBER);
        assertThat(turn.end()).isTrue();

        assertThat(turn.lose()).isFalse();
        assertThat(turn.isOver()).isFalse();
    }

    @Test
    void aThreadThatRunsASessionCanLoseItsTurnOnce() {
        turn.begin(MEMBER);

        assertThat(turn.lose()).isTrue();
        assertThat(turn.lose()).isFalse();

        assertThat(turn.isOver()).isFalse();
        assertThat(turn.end()).isFalse();
        assertThat(turn.isOver()).isTrue();
    }

    @Test
    void aThreadForWhichThereIsNoOtherGoesOn() {
        turn.begin(MEMBER);
        assertThat(turn.lose()).isTrue();

        assertThat(turn.regain()).isTrue();

        assertThat(turn.isRunning()).isTrue();
        assertThat(turn.end()).isTrue();
    }

    @Test
    void aTurnThatIsOverIsNotRegained() {
        turn.begin(MEMBER);
        assertThat(turn.lose()).isTrue();
        assertThat(turn.end()).isFalse();

        assertThat(turn.regain()).isFalse();
    }
}
