package dev.pglitej.conformance.isolation;

import java.util.List;
import java.util.Map;

/**
 * Sessions with steps, and the orders in which to take them. Immutable.
 *
 * @param name the file's, without its ending
 * @param setup what makes the schema before each order, a simple query each
 * @param sessions the steps of each session by the session's name, in their order
 * @param teardown what is done after each order, besides dropping the schema
 * @param everyOrder whether all orders that keep each session's own are to be taken
 */
record Scenario(
        String name,
        List<String> setup,
        Map<String, List<Step>> sessions,
        List<String> teardown,
        boolean everyOrder,
        List<Order> orders) {}
