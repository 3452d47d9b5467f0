package dev.pglitej.junit;

import dev.pglitej.PGlite;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** What can be injected, and the fields that want it. */
final class Injection {
    private static final Set<Class<?>> TYPES = Set.of(Connection.class, DataSource.class, PGlite.class);

    private Injection() {}

    static boolean isPossible(Class<?> type, boolean isUrl) {
        return isUrl ? type == String.class : TYPES.contains(type);
    }

    /** Whether it is worth something after the connections of now have ended. */
    static boolean isLasting(Class<?> type) {
        return type != Connection.class;
    }

    static Object value(Class<?> type, Lease lease) throws SQLException {
        if (type == Connection.class) return lease.connection();
        if (type == DataSource.class) return lease.dataSource();
        if (type == PGlite.class) return lease.database();
        return lease.url();
    }

    static List<Field> staticFields(Class<?> testClass) {
        return fields(testClass, field -> Modifier.isStatic(field.getModifiers()));
    }

    static List<Field> instanceFields(Class<?> testClass) {
        return fields(testClass, field -> !Modifier.isStatic(field.getModifiers()));
    }

    /** Those annotated, each checked. */
    private static List<Field> fields(Class<?> testClass, Predicate<Field> which) {
        List<Field> fields = ReflectionSupport.findFields(
                testClass, field -> isAnnotated(field) && which.test(field), HierarchyTraversalMode.TOP_DOWN);
        fields.forEach(Injection::check);
        return fields;
    }

    private static boolean isAnnotated(Field field) {
        return field.isAnnotationPresent(Injected.class) || field.isAnnotationPresent(JdbcUrl.class);
    }

    private static void check(Field field) {
        if (!isPossible(field.getType(), field.isAnnotationPresent(JdbcUrl.class))) {
            throw new ExtensionConfigurationException("nothing can be injected into " + field
                    + "; @Injected takes fields of type Connection, DataSource or PGlite, and @JdbcUrl Strings");
        }
        if (Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException("nothing can be injected into " + field + ", as it is final");
        }
    }

    static void set(Field field, @Nullable Object instance, Object value) {
        try {
            field.setAccessible(true);
            field.set(instance, value);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ExtensionConfigurationException("nothing can be injected into " + field + ": " + e, e);
        }
    }
}
