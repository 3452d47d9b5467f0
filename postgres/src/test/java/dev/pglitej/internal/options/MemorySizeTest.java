package dev.pglitej.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "65536, 65536",
        "100B, 100",
        "64k, 65536",
        "64kB, 65536",
        "64KiB, 65536",
        "512MB, 536870912",
        "512m, 536870912",
        "1g, 1073741824",
        "1GB, 1073741824",
        "1 GB, 1073741824",
        "' 1 GB ', 1073741824",
        "2GiB, 2147483648",
        "3t, 3298534883328",
    })
    void amountsOfMemoryAreWrittenInManyWays(String text, long bytes) {
        assertThat(MemorySize.parse("limit", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5GB", "GB", "lots", "1 G B", "1PB", "999999999999999T"})
    void whatIsNoAmountOfMemoryIsRefusedWithItsName(String text) {
        assertThatThrownBy(() -> MemorySize.parse("limit", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is '" + text + "', but must be a size such as 512MB");
    }
}
