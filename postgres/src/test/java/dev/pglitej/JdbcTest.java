package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JdbcTest {
    @Test
    void withoutTheModuleForJdbcItsMethodsNameIt() {
        assertThatThrownBy(Jdbc::access)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("add the dependency dev.pglitej:pglitej-jdbc");
    }
}
