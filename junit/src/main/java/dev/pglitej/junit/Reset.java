package dev.pglitej.junit;

/** When tests get a database that is as new: what the migrations have made, and nothing else. */
public enum Reset {
    /**
     * For each test method, and each invocation of a parameterized or repeated one: a copy of the class's database as it was after
     * {@code @BeforeAll}. Methods may run in parallel.
     *
     * <p>If a DataSource, a PGlite or a URL was injected for the whole class (into a static field, a parameter of {@code @BeforeAll}, or
     * of the constructor with {@code Lifecycle.PER_CLASS}), it stays valid: the methods share that database, and it is set back before
     * each of them. They must not run in parallel then.
     */
    PER_METHOD,

    /** For each test class together with the classes nested within it. */
    PER_CLASS,

    /** Never: all classes of a run with the same configuration share one database. */
    NONE
}
