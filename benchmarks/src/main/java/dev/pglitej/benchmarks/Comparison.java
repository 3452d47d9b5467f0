package dev.pglitej.benchmarks;

/**
 * What one row came to on both sides. Immutable.
 *
 * @param ours milliseconds of PGliteJ
 * @param natives milliseconds of native PostgreSQL
 */
record Comparison(String name, boolean computing, double ours, double natives) {

    /** How many times native's time ours is. */
    double ratio() {
        return ours / natives;
    }
}
