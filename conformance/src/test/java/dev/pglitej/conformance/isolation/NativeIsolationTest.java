package dev.pglitej.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.benchmarks.Address;
import dev.pglitej.benchmarks.NativePostgres;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Native PostgreSQL 18 gives the scenarios' answers, where it can run: see {@link NativePostgres#obstacle}. With
 * {@code -Disolation.record=true} it writes them into the scenarios' files instead.
 */
@Tag("native")
final class NativeIsolationTest extends IsolationContract {
    @SuppressWarnings("NullAway.Init")
    private NativePostgres postgres;

    @BeforeAll
    void start() {
        NativePostgres.obstacle().ifPresent(reason -> assumeTrue(false, reason));
        postgres = NativePostgres.start(
                new PrintStream(OutputStream.nullOutputStream(), true), "max_prepared_transactions = 4");
    }

    @AfterAll
    void stop() {
        if (postgres != null) postgres.close();
    }

    @Override
    InetSocketAddress server() {
        Address address = postgres.address();
        return new InetSocketAddress(address.host(), address.port());
    }

    @Test
    @EnabledIfSystemProperty(named = "isolation.record", matches = "true")
    void itsAnswersAreRecorded() {
        for (Scenario scenario : ScenarioFiles.all()) ScenarioFiles.write(scenario, record(scenario));
        assertThat(ScenarioFiles.all())
                .allSatisfy(scenario -> assertThat(scenario.orders())
                        .allSatisfy(order -> assertThat(order.answers()).isNotEmpty()));
    }
}
