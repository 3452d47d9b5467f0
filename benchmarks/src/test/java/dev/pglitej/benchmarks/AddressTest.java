package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "ready on 127.0.0.1:40112, 127.0.0.1, 40112",
        "ready: localhost:5432 (in memory), localhost, 5432",
        "listening on [::1]:5432, [::1], 5432"
    })
    void theAddressIsFoundInTheLineOfAServerThatIsReady(String line, String host, int port) {
        assertThat(Address.in(line)).contains(new Address(host, port));
    }

    @Test
    void aLineWithoutAPortHasNoAddress() {
        assertThat(Address.in("ready: all is well")).isEmpty();
    }
}
