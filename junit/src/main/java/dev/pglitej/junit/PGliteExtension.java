package dev.pglitej.junit;

import dev.pglitej.PGlite;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What {@link PGliteTest} does, configured by a program.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PGliteExtension database = PGliteExtension.builder()
 *         .flyway("classpath:db/migration")
 *         .migrate("two customers", Customers::insertTwo)
 *         .build();
 * }</pre>
 *
 * <p>In a static field it serves the whole class, and its own methods give what parameters would be given: in a test method and in methods
 * for each test the test's database, in others the class's. Safe for tests in parallel.
 */
@SuppressWarnings("exports") // @Nullable, of a module that compilers alone need
public final class PGliteExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {
    private final TestScopes scopes;
    private final RunningTests running = new RunningTests();

    /** For {@link PGliteTest}, which says what the databases are to be. */
    public PGliteExtension() {
        this.scopes = new TestScopes(Optional.empty());
    }

    private PGliteExtension(Recipe recipe) {
        this.scopes = new TestScopes(Optional.of(recipe));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The database of the test, or of the class, that runs on this thread. */
    public PGlite database() {
        return lease(true).database();
    }

    /** Leads to {@link #database}. Connections that it gives are to be closed. */
    public DataSource dataSource() {
        return lease(true).dataSource();
    }

    /** The JDBC URL of {@link #database}, valid in this JVM. */
    public String url() {
        return lease(true).url();
    }

    /** A new connection to {@link #database}, which is closed after the test if the test has not done so. */
    public Connection getConnection() throws SQLException {
        return lease(false).connection();
    }

    private Lease lease(boolean isLasting) {
        return scopes.lease(running.current(), isLasting);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        running.begin(context);
        for (Field field : Injection.staticFields(context.getRequiredTestClass())) {
            boolean isLasting = Injection.isLasting(field.getType());
            if (!isLasting && scopes.reset(context) == Reset.PER_METHOD) {
                throw new ExtensionConfigurationException("a connection in the static field " + field
                        + " would end with the first test; inject a DataSource, or make the field not static");
            }
            Injection.set(field, null, Injection.value(field.getType(), scopes.lease(context, isLasting)));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        running.begin(context);
        scopes.prepare(context);
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            List<Field> fields = Injection.instanceFields(instance.getClass());
            if (!fields.isEmpty()) scopes.checkFieldsAreOfOneTest(context);
            for (Field field : fields) {
                Injection.set(field, instance, Injection.value(field.getType(), scopes.lease(context, true)));
            }
        }
    }

    /** {@inheritDoc} Before anything cleans up. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        scopes.saveFailed(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            scopes.endMethod(context);
        } finally {
            running.end(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try {
            scopes.endClass(context);
        } finally {
            running.end(context);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Injection.isPossible(parameter.getParameter().getType(), parameter.isAnnotated(JdbcUrl.class));
    }

    /** {@inheritDoc} Until the test is over, all calls return the same database. */
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        try {
            return Injection.value(type, scopes.lease(context, Injection.isLasting(type)));
        } catch (SQLException e) {
            throw new IllegalStateException("the test's database refuses connections: " + e.getMessage(), e);
        }
    }

    /** Constructors of classes with an instance for each test are given the test's database. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** What the databases of tests are to be. Migrations run in the order in which they are given here. Confined to one thread. */
    public static final class Builder {
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<String> extensions = new ArrayList<>();
        private final List<Migration> migrations = new ArrayList<>();
        private Reset reset = Reset.PER_METHOD;

        private Builder() {}

        /** A setting under its name in postgresql.conf. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** Extensions that the database has, as {@link PGlite.Builder#extension}. */
        public Builder extensions(String... names) {
            extensions.addAll(Arrays.asList(names));
            return this;
        }

        /** SQL scripts: {@code classpath:NAME}, or files; see {@link PGliteTest#scripts}. */
        public Builder scripts(String... locations) {
            migrations.add(new Migration.Scripts(Arrays.asList(locations)));
            return this;
        }

        /** Flyway's locations: {@code classpath:FOLDER} or {@code filesystem:DIRECTORY}. Needs Flyway on the class path. */
        public Builder flyway(String... locations) {
            migrations.add(new Migration.Flyway(Arrays.asList(locations)));
            return this;
        }

        /** Liquibase's changelog, on the class path. Needs Liquibase on the class path. */
        public Builder liquibase(String changelog) {
            migrations.add(new Migration.Liquibase(changelog));
            return this;
        }

        /**
         * Any other way to fill a database.
         *
         * @param key stands for what the callback does: callbacks with the same key are run once in a JVM
         */
        public Builder migrate(String key, MigrationCallback callback) {
            migrations.add(new Migration.Callback(key, callback));
            return this;
        }

        /** When tests get a database that is as new; {@link Reset#PER_METHOD} by default. */
        public Builder reset(Reset when) {
            this.reset = when;
            return this;
        }

        public PGliteExtension build() {
            return new PGliteExtension(new Recipe(settings, extensions, migrations, reset));
        }
    }
}
