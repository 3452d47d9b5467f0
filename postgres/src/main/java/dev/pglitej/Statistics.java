package dev.pglitej;

/**
 * What a database does and has at one moment, as {@link PGlite#statistics} tells. Immutable.
 *
 * @param sessions how many clients are connected
 * @param processes how many processes it has, those of the sessions included
 * @param fileBytes how much its files hold in memory, what they share with copies included; 0 for a database in a directory
 * @param snapshots how many snapshots of it have been taken, those for forks included
 */
public record Statistics(int sessions, int processes, long fileBytes, long snapshots) {}
