package dev.pglitej.spring;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The condition that the application configures no other database. Stateless. */
final class NoOtherDatabase extends SpringBootCondition {
    /** The properties of the pools can name a database too, and our URL would silently override them. */
    private static final List<String> NAMING = List.of(
            "spring.datasource.url",
            "spring.datasource.jndi-name",
            "spring.datasource.hikari.jdbc-url",
            "spring.datasource.hikari.data-source-class-name",
            "spring.datasource.hikari.data-source-jndi",
            "spring.datasource.tomcat.url",
            "spring.datasource.tomcat.data-source-jndi",
            "spring.datasource.dbcp2.url",
            "spring.datasource.oracleucp.url");

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        ConditionMessage.Builder message = ConditionMessage.forCondition("PGlite");
        if (!environment.getProperty("pglite.enabled", Boolean.class, true)) {
            return ConditionOutcome.noMatch(message.because("pglite.enabled is false"));
        }
        for (String property : NAMING) {
            if (isSet(property, environment)) {
                return ConditionOutcome.noMatch(message.because(property + " names another database"));
            }
        }
        return ConditionOutcome.match(message.because("no other database is named"));
    }

    /** In any spelling that Spring Boot accepts, such as jdbcUrl. */
    private static boolean isSet(String property, Environment environment) {
        return Binder.get(environment).bind(property, String.class).isBound();
    }
}
