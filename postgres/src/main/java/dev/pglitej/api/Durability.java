package dev.pglitej.api;

import dev.pglitej.PGlite;

/**
 * What a database in a directory promises about transactions whose commit has returned. A database in memory promises nothing
 * beyond the life of its process, whatever is chosen here.
 *
 * <p>"The process dies" is a kill of the JVM, its crash, or its end without {@link PGlite#close}; "the machine dies" is a loss of
 * power or a crash of the operating system.
 */
public enum Durability {
    /**
     * Nothing that was acknowledged is ever lost, whether process or machine dies: each commit waits until the disk has its log
     * (fsync). The default.
     */
    FULL,

    /**
     * Commits do not wait for the disk ({@code synchronous_commit=off}). If process or machine dies, the last commits may be lost: in
     * PostgreSQL's words those of up to three times {@code wal_writer_delay}, 0.6 seconds. They are lost whole and in order; the
     * database is never damaged. A session may still ask for a commit that waits, with {@code SET synchronous_commit = on}.
     */
    RELAXED,

    /**
     * Nothing waits for the disk, and nothing is ever forced to it ({@code fsync=off}). If the process dies, the same may be lost as with
     * {@link #RELAXED}. If the machine dies, <b>the whole database may be damaged beyond repair</b>, also what was committed days
     * ago. For data that can be made again.
     */
    NONE
}
