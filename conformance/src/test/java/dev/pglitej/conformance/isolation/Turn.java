package dev.pglitej.conformance.isolation;

/**
 * A step in its place of an order. Immutable.
 *
 * @param patient whether the step ends its own wait, by a timeout or a deadlock: then its answer is awaited, however long it
 *     waits for others
 */
record Turn(Step step, boolean patient) {
    static final String PATIENT = "!";

    @Override
    public String toString() {
        return step.fullName() + (patient ? PATIENT : "");
    }
}
