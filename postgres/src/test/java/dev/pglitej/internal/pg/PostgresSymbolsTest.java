package dev.pglitej.internal.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PostgresSymbolsTest {
    private final PostgresSymbols symbols = new PostgresSymbols("cafe", Map.of("MyProcPid", 1024));

    @Test
    void aNameGivesItsNumber() {
        assertThat(symbols.value("MyProcPid")).isEqualTo(1024);
    }

    @Test
    void aMissingNameFailsWithTheNameAndTheBuild() {
        assertThatThrownBy(() -> symbols.value("MyProc"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the symbols of PostgreSQL build cafe lack MyProc");
    }

    @Test
    void anUnknownBuildHasNoSymbols() {
        assertThatThrownBy(() -> PostgresSymbols.of("beef"))
                .isInstanceOf(PGliteException.class)
                .hasMessage("the artifact pglitej-natives is not complete: it has PostgreSQL's library, but no"
                        + " META-INF/pglitej/pglite-beef.properties for it; get the artifact again");
    }
}
