package dev.pglitej.spring;

import dev.pglitej.PGlite;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * For {@code @AutoConfigureTestDatabase}, and for tests of slices that have it, such as {@code @DataJpaTest}. Where Spring Boot replaces a
 * DataSource by an embedded database, this makes that database a PGlite. Spring Boot still decides what it replaces, and when. RATIONALE:
 * "Why is only the result of Spring's replacing changed?"
 */
@AutoConfiguration
public class PGliteTestDatabaseAutoConfiguration {
    private static final String DATABASE = "pglite";

    @Bean
    static BeanFactoryPostProcessor pgliteTestDatabase(Environment environment, ResourceLoader resources) {
        return factory -> replaceEmbedded(factory, () -> ConfiguredDatabase.open(properties(environment), resources));
    }

    private static PGliteProperties properties(Environment environment) {
        return Binder.get(environment).bindOrCreate("pglite", PGliteProperties.class);
    }

    private static void replaceEmbedded(ConfigurableListableBeanFactory factory, Supplier<PGlite> opening) {
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) factory;
        for (String name : factory.getBeanDefinitionNames()) {
            BeanDefinition definition = factory.getBeanDefinition(name);
            if (!isEmbedded(definition)) continue;
            if (factory.getBeanNamesForType(PGlite.class, true, false).length == 0) {
                RootBeanDefinition database = new RootBeanDefinition(PGlite.class, opening);
                database.setDestroyMethodName("close");
                registry.registerBeanDefinition(DATABASE, database);
            }
            registry.removeBeanDefinition(name);
            registry.registerBeanDefinition(name, dataSource(factory, definition.isPrimary()));
        }
    }

    private static RootBeanDefinition dataSource(ConfigurableListableBeanFactory factory, boolean isPrimary) {
        RootBeanDefinition definition = new RootBeanDefinition(
                DataSource.class, () -> factory.getBean(PGlite.class).dataSource());
        definition.setPrimary(isPrimary);
        return definition;
    }

    /** Whether this is the DataSource of Spring Boot for tests, which would look for H2, HSQLDB or Derby. */
    private static boolean isEmbedded(BeanDefinition definition) {
        @Nullable String type = definition.getBeanClassName();
        if (type != null && type.endsWith("TestDatabaseAutoConfiguration$EmbeddedDataSourceFactoryBean")) return true;
        @Nullable String maker = definition.getFactoryBeanName();
        return maker != null
                && maker.endsWith(".TestDatabaseAutoConfiguration")
                && "dataSource".equals(definition.getFactoryMethodName());
    }
}
