package dev.pglitej.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the application names no database, so that it gets one. */
final class NoOtherDatabase extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        ConditionMessage.Builder message = ConditionMessage.forCondition("PGlite");
        if (!environment.getProperty("pglite.enabled", Boolean.class, true)) {
            return ConditionOutcome.noMatch(message.because("pglite.enabled is false"));
        }
        for (String property : new String[] {"spring.datasource.url", "spring.datasource.jndi-name"}) {
            if (environment.containsProperty(property)) {
                return ConditionOutcome.noMatch(message.because(property + " names another database"));
            }
        }
        return ConditionOutcome.match(message.because("no other database is named"));
    }
}
