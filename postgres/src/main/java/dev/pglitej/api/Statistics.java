package dev.pglitej.api;

import dev.pglitej.PGlite;
import java.util.Optional;

/**
 * The state and the numbers of a database at one moment, from {@link PGlite#statistics}. Immutable.
 *
 * @param state whether sessions can be opened
 * @param failure the reason, if the state is {@link State#FAILED}
 * @param sessions how many clients are connected
 * @param processes how many processes it has, those of the sessions included
 * @param waiting how many sessions wait, in the middle of a statement, for something other than their clients: a lock that another one
 *     has, or the time of pg_sleep
 * @param queued how many processes wait for the database's processor, of which there is one
 * @param fileBytes how many bytes its files hold in memory, with what they share with copies, but without what they still have from the
 *     mapped image of a new or saved database; 0 for a database in a directory
 * @param snapshots how many snapshots of it have been taken, those for forks included
 */
public record Statistics(
        State state,
        Optional<String> failure,
        int sessions,
        int processes,
        int waiting,
        int queued,
        long fileBytes,
        long snapshots) {

    /** Whether sessions can be opened. */
    public enum State {
        /** They can. */
        RUNNING,
        /** After a crash; opening one waits for the recovery, up to a minute. */
        RECOVERING,
        /**
         * After a crash that it did not recover from, for instance since its disk is full, or was not to recover from ({@code
         * restart_after_crash}). It has to be closed; where its data are in a directory, opening it again recovers them.
         */
        FAILED,
        /** It has been closed. */
        CLOSED
    }
}
