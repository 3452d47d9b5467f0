package dev.pglitej.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Every order of every scenario, on one server. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
abstract class IsolationContract {

    abstract InetSocketAddress server();

    @TestFactory
    Stream<DynamicContainer> scenarios() {
        return ScenarioFiles.all().stream()
                .map(scenario -> DynamicContainer.dynamicContainer(
                        scenario.name(),
                        scenario.orders().stream()
                                .map(order -> DynamicTest.dynamicTest(
                                        order.name(), () -> answersAsPostgres(scenario, order)))));
    }

    private void answersAsPostgres(Scenario scenario, Order order) throws IOException, InterruptedException {
        List<String> answers = ScenarioRun.take(server(), scenario, order);

        assertThat(answers).containsExactlyElementsOf(order.answers());
    }

    /** What the server answers to the orders of a scenario. */
    List<Order> record(Scenario scenario) {
        return scenario.orders().stream()
                .map(order -> order.withAnswers(take(scenario, order)))
                .toList();
    }

    private List<String> take(Scenario scenario, Order order) {
        try {
            return ScenarioRun.take(server(), scenario, order);
        } catch (IOException e) {
            throw new UncheckedIOException(scenario.name() + " " + order.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + scenario.name(), e);
        }
    }
}
