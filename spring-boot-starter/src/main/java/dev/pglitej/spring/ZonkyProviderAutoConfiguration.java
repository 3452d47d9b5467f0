package dev.pglitej.spring;

import io.zonky.test.db.config.Provider;
import io.zonky.test.db.provider.DatabaseProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** PGlite for zonky's {@code @AutoConfigureEmbeddedDatabase}, with {@code zonky.test.database.provider=pglite}. */
@AutoConfiguration
@ConditionalOnClass(name = "io.zonky.test.db.provider.DatabaseProvider")
public class ZonkyProviderAutoConfiguration {
    /** Apart, since the annotation is zonky's. */
    @Configuration(proxyBeanMethods = false)
    static class OfPostgres {
        @Bean
        @Provider(type = "pglite", database = "postgres")
        DatabaseProvider pgliteDatabaseProvider() {
            return new ZonkyDatabaseProvider();
        }
    }
}
