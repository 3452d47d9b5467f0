package dev.pglitej.spring;

import dev.pglitej.PGlite;
import dev.pglitej.server.Server;
import dev.pglitej.server.ServerLog;
import dev.pglitej.server.ServerOptions;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes the database available to R2DBC, whose driver connects only by TCP: starts a server on a free port of 127.0.0.1. Needs
 * pglitej-server on the class path.
 */
@AutoConfiguration(
        after = PGliteAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.autoconfigure.r2dbc.R2dbcAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration"
        })
@ConditionalOnClass({Server.class, ConnectionFactoryOptions.class})
@ConditionalOnBean(PGlite.class)
@ConditionalOnMissingBean(
        type = {
            "io.r2dbc.spi.ConnectionFactory",
            "org.springframework.boot.autoconfigure.r2dbc.R2dbcConnectionDetails",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails"
        })
@ConditionalOnProperty(name = "spring.r2dbc.url", matchIfMissing = true, havingValue = "")
public class PGliteR2dbcAutoConfiguration {
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Server pgliteServer(PGlite database) throws IOException {
        return Server.start(Server.bind("127.0.0.1", 0), database, ServerOptions.defaults(), log());
    }

    private static ServerLog log() {
        System.Logger log = System.getLogger("dev.pglitej.server");
        return new ServerLog() {
            @Override
            public void note(String message) {
                log.log(System.Logger.Level.DEBUG, message);
            }

            @Override
            public void failure(String message, Throwable cause) {
                log.log(System.Logger.Level.WARNING, message, cause);
            }
        };
    }

    private static ConnectionFactoryOptions options(Server server) {
        InetSocketAddress address = server.address();
        return ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                .option(ConnectionFactoryOptions.HOST, address.getAddress().getHostAddress())
                .option(ConnectionFactoryOptions.PORT, address.getPort())
                .option(ConnectionFactoryOptions.DATABASE, "postgres")
                .option(ConnectionFactoryOptions.USER, "postgres")
                .option(ConnectionFactoryOptions.PASSWORD, "")
                .build();
    }

    /** For Spring Boot 3. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.autoconfigure.r2dbc.R2dbcConnectionDetails")
    static class Boot3 {
        @Bean
        org.springframework.boot.autoconfigure.r2dbc.R2dbcConnectionDetails pgliteR2dbcConnectionDetails(
                Server server) {
            return () -> options(server);
        }
    }

    /** For Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails")
    static class Boot4 {
        @Bean
        org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails pgliteR2dbcConnectionDetails(
                Server server) {
            return () -> options(server);
        }
    }
}
