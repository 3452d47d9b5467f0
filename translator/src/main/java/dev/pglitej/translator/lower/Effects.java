package dev.pglitej.translator.lower;

/**
 * What evaluating something depends on and changes, as a set of bits.
 *
 * <p>Two evaluations without a conflict may happen in either order. A load is not counted as something that traps: the
 * guest ends with a fault on an address out of bounds, whatever else it has done by then.
 */
final class Effects {
    static final int NONE = 0;
    /** Memory stands for the table, too. */
    static final int READS_MEMORY = 1;

    static final int WRITES_MEMORY = 2;
    static final int READS_GLOBALS = 4;
    static final int WRITES_GLOBALS = 8;
    static final int TRAPS = 16;
    /** May leave the straight line, so that what is evaluated later may not be evaluated at all. */
    static final int BRANCHES = 32;

    static final int WRITES = WRITES_MEMORY | WRITES_GLOBALS;
    static final int ANYTHING = READS_MEMORY | READS_GLOBALS | WRITES | TRAPS;

    private Effects() {}

    static boolean conflict(int a, int b) {
        return dependsOn(a, b) || dependsOn(b, a);
    }

    private static boolean dependsOn(int a, int b) {
        return (has(a, WRITES_MEMORY) && has(b, READS_MEMORY | WRITES_MEMORY))
                || (has(a, WRITES_GLOBALS) && has(b, READS_GLOBALS | WRITES_GLOBALS))
                || (has(a, TRAPS) && has(b, TRAPS | WRITES))
                || (has(a, BRANCHES) && has(b, TRAPS | WRITES));
    }

    static boolean has(int effects, int any) {
        return (effects & any) != 0;
    }
}
