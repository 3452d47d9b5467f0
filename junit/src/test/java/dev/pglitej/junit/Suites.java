package dev.pglitej.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.Condition;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

/** Runs sample test classes, and tells what JUnit told. */
final class Suites {
    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");

    private Suites() {}

    static EngineExecutionResults run(Class<?>... testClasses) {
        return run(Map.of(), testClasses);
    }

    static EngineExecutionResults runInParallel(Class<?>... testClasses) {
        return run(PARALLEL, testClasses);
    }

    static EngineExecutionResults run(Map<String, String> parameters, Class<?>... testClasses) {
        ClassSelector[] selectors =
                Arrays.stream(testClasses).map(each -> selectClass(each)).toArray(ClassSelector[]::new);
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectors)
                .configurationParameters(parameters)
                .execute();
    }

    /** Runs them, and expects so many tests to succeed and all to. */
    static void expectSuccess(int count, Class<?>... testClasses) {
        expectSuccess(run(testClasses), count);
    }

    static void expectSuccess(EngineExecutionResults results, int count) {
        results.allEvents().failed().stream()
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .findFirst()
                .ifPresent(failure -> {
                    throw new AssertionError("a sample has failed: " + failure.getMessage(), failure);
                });
        results.testEvents().assertStatistics(events -> events.succeeded(count));
    }

    /** A test or a class that has failed with a message that has this in it. */
    static Condition<Event> failure(String part) {
        return EventConditions.finishedWithFailure(
                TestExecutionResultConditions.message(message -> message != null && message.contains(part)));
    }
}
