package dev.pglitej.junit;

import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The databases of one test class and its methods. Thread-safe. */
@SuppressWarnings("deprecation") // JUnit before 5.13 closes nothing else.
abstract class ClassDatabases implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    /**
     * What the class as a whole uses.
     *
     * @param isLasting whether it is to be valid in the class's test methods as well
     */
    abstract Lease forClass(boolean isLasting);

    /**
     * Makes ready what methods begin with.
     *
     * @return whether each method needs {@link #forMethod}, even if it asks for nothing
     * @throws MigrationFailedException if that is impossible
     */
    abstract boolean prepare();

    /**
     * What one run of a test method uses.
     *
     * @param test for messages
     */
    abstract MethodDatabase forMethod(String test);

    /** The class is over; says what it has not closed. Ending again does nothing. */
    abstract List<String> end();

    @Override
    public void close() {
        List<String> unreported = end();
        assert unreported != null : "they have been logged";
    }
}
