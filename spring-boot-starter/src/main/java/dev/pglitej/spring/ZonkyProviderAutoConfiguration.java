package dev.pglitej.spring;

import io.zonky.test.db.config.Provider;
import io.zonky.test.db.provider.DatabaseProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes PGlite a provider of zonky's {@code @AutoConfigureEmbeddedDatabase}; {@code zonky.test.database.provider=pglite} selects it. */
@AutoConfiguration
@ConditionalOnClass(name = "io.zonky.test.db.provider.DatabaseProvider")
public class ZonkyProviderAutoConfiguration {
    /** A class of its own, because the annotation is missing without zonky. */
    @Configuration(proxyBeanMethods = false)
    static class OfPostgres {
        @Bean
        @Provider(type = "pglite", database = "postgres")
        DatabaseProvider pgliteDatabaseProvider() {
            return new ZonkyDatabaseProvider();
        }
    }
}
