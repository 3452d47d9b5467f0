package dev.pglitej.junit;

import org.junit.jupiter.api.extension.ExtensionContext;

/** What messages call a test. */
final class TestName {
    private TestName() {}

    /** As {@code com.example.OrderTest.total(Connection)}, with the display name where that says more. */
    static String of(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String display = context.getDisplayName();
        String name = context.getRequiredTestClass().getName() + "." + method;
        return display.startsWith(method) ? name : name + " (" + display + ")";
    }
}
