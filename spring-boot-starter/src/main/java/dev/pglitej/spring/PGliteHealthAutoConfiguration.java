package dev.pglitej.spring;

import dev.pglitej.PGlite;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds the database to the actuator's health as {@code pglite}; {@code management.health.pglite.enabled=false} turns this off. */
@AutoConfiguration(after = PGliteAutoConfiguration.class)
@ConditionalOnBean(PGlite.class)
@ConditionalOnProperty(name = "management.health.pglite.enabled", matchIfMissing = true)
public class PGliteHealthAutoConfiguration {
    /** For Spring Boot 3. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    static class Boot3 {
        @Bean
        @ConditionalOnMissingBean(name = "pgliteHealthIndicator")
        Boot3HealthIndicator pgliteHealthIndicator(PGlite database) {
            return new Boot3HealthIndicator(database);
        }
    }

    /** For Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    static class Boot4 {
        @Bean
        @ConditionalOnMissingBean(name = "pgliteHealthIndicator")
        Boot4HealthIndicator pgliteHealthIndicator(PGlite database) {
            return new Boot4HealthIndicator(database);
        }
    }
}
