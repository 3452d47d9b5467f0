package dev.pglitej.boot4;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.pglitej.spring.PGliteAutoConfiguration;
import dev.pglitej.spring.PGliteR2dbcAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A whole application of Spring Boot 4 with Flyway and JPA, and no configuration. */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, classes = Shop.class)
@Timeout(120)
class SpringBoot4Test {
    private final ApplicationContext application;

    @Autowired
    SpringBoot4Test(ApplicationContext application) {
        this.application = application;
    }

    @Test
    void aTransactionWithinATransactionCommitsByItself() {
        Items items = application.getBean(Items.class);
        PlatformTransactionManager manager =
                application.getBean("transactionManager", PlatformTransactionManager.class);
        TransactionTemplate outside = new TransactionTemplate(manager);
        TransactionTemplate inside = new TransactionTemplate(manager);
        inside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        outside.executeWithoutResult(outer -> {
            items.saveAndFlush(new Item("sold"));
            inside.executeWithoutResult(inner -> items.save(new Item("attempt")));
            outer.setRollbackOnly();
        });

        assertThat(items.findByName("sold")).isEmpty();
        assertThat(items.findByName("attempt")).hasSize(1);
    }

    @Test
    void theDataSourceIsSpringsOwnPool() {
        assertThat(application.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
    }

    @Test
    void r2dbcReachesItOverTcp() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PGliteAutoConfiguration.class,
                        PGliteR2dbcAutoConfiguration.class,
                        R2dbcAutoConfiguration.class))
                .run(context -> {
                    DatabaseClient client = DatabaseClient.create(context.getBean(ConnectionFactory.class));
                    Integer answer = client.sql("select 6 * 7 as answer")
                            .map(row -> row.get("answer", Integer.class))
                            .one()
                            .block();

                    assertThat(answer).isEqualTo(42);
                });
    }

    @Test
    void healthAndMetersTellHowItIs() {
        assertThat(application
                        .getBean("pgliteHealthIndicator", HealthIndicator.class)
                        .health())
                .satisfies(health -> assertThat(health.getStatus()).isEqualTo(Status.UP));
        assertThat(application
                        .getBean(MeterRegistry.class)
                        .get("pglite.sessions")
                        .gauge()
                        .value())
                .isPositive();
    }
}
