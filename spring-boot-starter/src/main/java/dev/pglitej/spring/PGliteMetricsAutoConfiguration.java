package dev.pglitej.spring;

import dev.pglitej.PGlite;
import dev.pglitej.server.Server;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registers Micrometer's meters of the database: {@code pglite.sessions} and others, from {@link PGlite#statistics}. */
@AutoConfiguration(after = {PGliteAutoConfiguration.class, PGliteR2dbcAutoConfiguration.class})
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(PGlite.class)
public class PGliteMetricsAutoConfiguration {
    @Bean
    MeterBinder pgliteMetrics(PGlite database) {
        return registry -> {
            Gauge.builder("pglite.sessions", database, one -> one.statistics().sessions())
                    .description("Clients that are connected")
                    .register(registry);
            Gauge.builder("pglite.processes", database, one -> one.statistics().processes())
                    .description("Processes of the database, including the sessions")
                    .register(registry);
            Gauge.builder("pglite.waiting", database, one -> one.statistics().waiting())
                    .description(
                            "Sessions that wait for another's lock, or another event, in the middle of a statement")
                    .register(registry);
            Gauge.builder("pglite.queued", database, one -> one.statistics().queued())
                    .description("Processes that wait for the database's processor")
                    .register(registry);
            Gauge.builder("pglite.files", database, one -> one.statistics().fileBytes())
                    .description("What the files of a database in memory hold")
                    .baseUnit("bytes")
                    .register(registry);
            FunctionCounter.builder(
                            "pglite.snapshots",
                            database,
                            one -> one.statistics().snapshots())
                    .description("Snapshots that were taken, those for forks included")
                    .register(registry);
        };
    }

    /** With a server there are clients who wait. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Server.class)
    @ConditionalOnBean(Server.class)
    static class OfServer {
        @Bean
        MeterBinder pgliteServerMetrics(Server server) {
            return registry -> Gauge.builder("pglite.server.waiting", server, Server::waiting)
                    .description("Clients that wait for a session of the server")
                    .register(registry);
        }
    }
}
