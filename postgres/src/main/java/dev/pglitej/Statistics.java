package dev.pglitej;

/**
 * What a database does and has at one moment, as {@link PGlite#statistics} tells. Immutable.
 *
 * @param sessions how many clients are connected
 * @param processes how many processes it has, those of the sessions included
 * @param waiting how many sessions wait, in the middle of a statement, for something other than their clients: a lock that another one
 *     has, or the time of pg_sleep
 * @param queued how many processes wait for the database's processor, of which there is one
 * @param fileBytes how many bytes its files hold in memory, with what they share with copies, but without what they still have from the
 *     mapped image of a new or saved database; 0 for a database in a directory
 * @param snapshots how many snapshots of it have been taken, those for forks included
 */
public record Statistics(int sessions, int processes, int waiting, int queued, long fileBytes, long snapshots) {}
