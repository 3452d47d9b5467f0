package dev.pglitej.benchmarks;

/** What each client of pgbench does again and again. */
enum PgbenchScript {
    /** By primary key, in the tables that pgbench makes. */
    SELECT_BY_KEY("--builtin=select-only", ""),
    /** Like TPC-B, in the same tables. */
    TPCB("--builtin=tpcb-like", ""),
    /** One row, a transaction of its own, into the table {@code t (n int, filler text)}. */
    INSERT("--file=-", "insert into t values (1, 'filler');\n"),
    SELECT_1("--file=-", "select 1;\n");

    private final String option;
    private final String text;

    PgbenchScript(String option, String text) {
        this.option = option;
        this.text = text;
    }

    /** How pgbench is told to run it. */
    String option() {
        return option;
    }

    /** What pgbench reads from its standard input for it. */
    String text() {
        return text;
    }
}
