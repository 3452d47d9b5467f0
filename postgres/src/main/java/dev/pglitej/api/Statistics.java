package dev.pglitej.api;

import dev.pglitej.PGlite;
import java.util.Optional;

/**
 * The state and the numbers of a database at one moment, from {@link PGlite#statistics}. Immutable.
 *
 * @param state whether sessions can be opened
 * @param failure the reason, if the state is {@link State#FAILED}
 * @param sessions how many clients are connected
 * @param processes how many processes it has, including the sessions
 * @param waiting how many sessions wait, in the middle of a statement, for something other than their clients: a lock that another session
 *     has, or the end of pg_sleep
 * @param queued how many processes wait for the database's processor, of which there is one
 * @param fileBytes how many bytes its files hold in memory, with what they share with copies, but without what they still have from the
 *     mapped image of a new or saved database; 0 for a database in a directory
 * @param snapshots how many snapshots of it have been taken, including those for forks
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
        /** It recovers from a crash. Opening a session waits for that, up to a minute. */
        RECOVERING,
        /**
         * It has crashed and did not recover, for instance because its disk is full, or because {@code restart_after_crash} is off. It must
         * be closed. If its data are in a directory, opening it again recovers them.
         */
        FAILED,
        /** It has been closed. */
        CLOSED
    }
}
