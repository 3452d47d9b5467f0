package dev.pglitej.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.pglitej.PGlite;
import dev.pglitej.api.Statistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.r2dbc.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.r2dbc.core.DatabaseClient;

@Timeout(120)
final class PGliteAutoConfigurationTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PGliteAutoConfiguration.class,
                    PGliteHealthAutoConfiguration.class,
                    PGliteMetricsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class));

    @Test
    void anApplicationThatNamesNoDatabaseHasOneWithAPool() {
        application.run(context -> {
            assertThat(context).hasSingleBean(PGlite.class).hasSingleBean(JdbcConnectionDetails.class);
            assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
            assertThat(context.getBean(JdbcTemplate.class)
                            .queryForObject("select current_setting('server_version_num')::int / 10000", Integer.class))
                    .isEqualTo(18);
        });
    }

    /** Spring Boot wants spring.datasource.url beside a pool's own URL, and says so; a database of ours would hide that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.datasource.hikari.jdbc-url=jdbc:pglite:memory:other",
                "spring.datasource.hikari.jdbcUrl=jdbc:pglite:memory:other",
                "spring.datasource.tomcat.url=jdbc:pglite:memory:other",
                "spring.datasource.dbcp2.url=jdbc:pglite:memory:other"
            })
    void anApplicationThatNamesADatabaseToItsPoolGetsNoOther(String property) {
        application
                .withPropertyValues(property)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Failed to determine a suitable driver class"));
    }

    @Test
    void eachContextHasADatabaseOfItsOwn() {
        for (int i = 0; i < 2; i++) {
            application.run(context -> context.getBean(JdbcTemplate.class).execute("create table only_here (id int)"));
        }
    }

    @Test
    void theDatabaseClosesAfterThePool() {
        List<PGlite> databases = new ArrayList<>();
        application.run(context -> {
            databases.add(context.getBean(PGlite.class));
            assertThat(context).hasSingleBean(DataSource.class);
            assertThat(context.getBeanFactory().getDependentBeans("pglite")).contains("pgliteUrl");
            assertThat(context.getBeanFactory().getDependentBeans("pgliteUrl")).contains("pgliteJdbcConnectionDetails");
            assertThat(context.getBeanFactory().getDependentBeans("pgliteJdbcConnectionDetails"))
                    .contains("dataSource");
        });

        assertThatThrownBy(() -> databases.get(0).getConnection()).isInstanceOf(SQLException.class);
    }

    @Test
    void propertiesSayHowItIsOpened(@TempDir Path directory) {
        application
                .withPropertyValues(
                        "pglite.directory=" + directory.resolve("data"),
                        "pglite.durability=relaxed",
                        "pglite.name=by-name",
                        "pglite.settings.work_mem=9MB",
                        "pglite.init-scripts=classpath:ready.sql")
                .run(context -> {
                    assertThat(directory.resolve("data/PG_VERSION")).exists();
                    try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:by-name")) {
                        assertThat(connection).isNotNull();
                    }
                    JdbcTemplate template = context.getBean(JdbcTemplate.class);
                    assertThat(template.queryForObject("show work_mem", String.class))
                            .isEqualTo("9MB");
                    assertThat(template.queryForObject("select count(*) from ready", Integer.class))
                            .isZero();
                });
    }

    @Test
    void anInitScriptThatFailsIsNamed() {
        application
                .withPropertyValues("pglite.init-scripts=classpath:none.sql")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("none.sql"));
    }

    @Test
    void thereIsNoneWhereTheApplicationNamesAnother() {
        application
                .withPropertyValues(
                        "spring.datasource.url=jdbc:pglite:memory:another",
                        "spring.datasource.driver-class-name=dev.pglitej.jdbc.PGliteDriver")
                .run(context ->
                        assertThat(context).doesNotHaveBean(PGlite.class).hasSingleBean(DataSource.class));
        application
                .withBean("own", DataSource.class, () -> PGlite.inMemory().dataSource())
                .run(context ->
                        assertThat(context).doesNotHaveBean(PGlite.class).hasSingleBean(DataSource.class));
        application
                .withPropertyValues("pglite.enabled=false")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void healthAndMetersTellHowItIs() {
        application.withBean(SimpleMeterRegistry.class).run(context -> {
            context.getBean(JdbcTemplate.class)
                    .execute("create table counted as select repeat('x', 100) from generate_series(1, 20000)");
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            context.getBean(MeterBinder.class).bindTo(meters);

            assertThat(context.getBean("pgliteHealthIndicator", HealthIndicator.class)
                            .health())
                    .satisfies(health -> {
                        assertThat(health.getStatus()).isEqualTo(Status.UP);
                        assertThat(health.getDetails().get("version"))
                                .asString()
                                .startsWith("18.");
                    });
            assertThat(meters.get("pglite.sessions").gauge().value()).isPositive();
            assertThat(meters.get("pglite.waiting").gauge().value()).isZero();
            assertThat(meters.get("pglite.queued").gauge().value()).isNotNegative();
            assertThat(meters.get("pglite.files").gauge().value()).isGreaterThan(1 << 20);
            try (PGlite fork = context.getBean(PGlite.class).fork()) {
                Statistics statistics = fork.statistics();
                assertThat(statistics.snapshots()).isZero();
            }
            assertThat(meters.get("pglite.snapshots").functionCounter().count()).isEqualTo(1);
        });
    }

    @Test
    void healthIsDownWhenTheDatabaseIs() {
        application.run(context -> {
            context.getBean(PGlite.class).close();

            assertThat(context.getBean(HealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.DOWN);
        });
    }

    @Test
    void r2dbcReachesItOverTcp() {
        application
                .withConfiguration(
                        AutoConfigurations.of(PGliteR2dbcAutoConfiguration.class, R2dbcAutoConfiguration.class))
                .run(context -> {
                    DatabaseClient client =
                            DatabaseClient.create(context.getBean(io.r2dbc.spi.ConnectionFactory.class));
                    Integer answer = client.sql("select 6 * 7 as answer")
                            .map(row -> row.get("answer", Integer.class))
                            .one()
                            .block();

                    assertThat(answer).isEqualTo(42);
                });
    }
}
