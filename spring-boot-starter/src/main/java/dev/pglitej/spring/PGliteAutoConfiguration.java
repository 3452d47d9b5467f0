package dev.pglitej.spring;

import dev.pglitej.PGlite;
import dev.pglitej.jdbc.PublishedDatabase;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

/**
 * Opens a database if the application has no DataSource and no URL of another database. Spring Boot makes its own DataSource for it, with a
 * pool. The database is closed after that pool. {@link PGliteProperties} has the options; {@code pglite.enabled=false} turns this off.
 */
// RATIONALE: "Why is one starter for Spring Boot 3 and 4?"
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.test.autoconfigure.jdbc.TestDatabaseAutoConfiguration",
            "org.springframework.boot.jdbc.test.autoconfigure.TestDatabaseAutoConfiguration"
        })
@ConditionalOnMissingBean(
        value = DataSource.class,
        type = {
            "org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails",
            "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails"
        })
@Conditional(NoOtherDatabase.class)
@EnableConfigurationProperties(PGliteProperties.class)
public class PGliteAutoConfiguration {
    private static final AtomicLong NUMBERS = new AtomicLong();

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    PGlite pglite(PGliteProperties properties, ResourceLoader resources) {
        return ConfiguredDatabase.open(properties, resources);
    }

    @Bean(destroyMethod = "close")
    PublishedDatabase pgliteUrl(PGlite database, PGliteProperties properties) {
        String name = properties.getName();
        return PublishedDatabase.publish(name == null ? "spring-" + NUMBERS.incrementAndGet() : name, database);
    }

    /** For Spring Boot 3. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails")
    static class Boot3 {
        @Bean
        Boot3JdbcConnectionDetails pgliteJdbcConnectionDetails(PublishedDatabase database) {
            return new Boot3JdbcConnectionDetails(database.url());
        }
    }

    /** For Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails")
    static class Boot4 {
        @Bean
        Boot4JdbcConnectionDetails pgliteJdbcConnectionDetails(PublishedDatabase database) {
            return new Boot4JdbcConnectionDetails(database.url());
        }
    }
}
