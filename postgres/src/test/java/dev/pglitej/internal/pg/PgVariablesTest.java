package dev.pglitej.internal.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PgVariablesTest {
    private static final int ELSEWHERE = 4_000;

    /** Variables of which some are where a test wants them, and the others all in one place. */
    static PgVariables with(Map<String, Integer> known) {
        Map<String, Integer> all = new HashMap<>();
        for (PgVariable variable : PgVariable.values()) all.put(variable.cName(), ELSEWHERE);
        List.of(
                        "table.ShutdownXLOG",
                        "table.pgstat_before_server_shutdown",
                        "out_of_memory.file",
                        "out_of_memory.line",
                        "out_of_memory.function")
                .forEach(name -> all.put(name, ELSEWHERE));
        all.putAll(known);
        return new PgVariables(new PostgresSymbols("fake", all));
    }

    @Test
    void aVariableIsWhereTheBuildFoundIt() {
        PgVariables variables = with(Map.of("MyProcPid", 1024));

        assertThat(variables.address(PgVariable.MY_PROC_PID)).isEqualTo(1024);
    }

    @Test
    void aBuildThatLacksOneIsRefusedWhenItIsLoaded() {
        PostgresSymbols symbols = new PostgresSymbols("cafe", Map.of("BackgroundWorkerData", 1));

        assertThatThrownBy(() -> new PgVariables(symbols))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the symbols of PostgreSQL build cafe lack ");
    }

    @Test
    void theBuildOfThisJarHasAllOfThem() {
        PgVariables variables = PostgresBuild.load().variables();

        for (PgVariable variable : PgVariable.values()) {
            assertThat(variables.address(variable)).as(variable.cName()).isPositive();
        }
    }
}
