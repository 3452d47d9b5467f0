package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Frameworks that reload an application have a driver of their own, while pgjdbc, and what it loads, is their parent's. */
final class ClassLoadersTest {
    private static final String DRIVERS_PACKAGE = PGliteDriver.class.getPackageName();

    /** Has copies of this driver's classes, and everything else from its parent. */
    private static final class Reloading extends URLClassLoader {
        Reloading() {
            super(
                    new URL[] {
                        PGliteDriver.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    PGliteDriver.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(DRIVERS_PACKAGE)) return super.loadClass(name, resolve);
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    @Test
    void aDriverWithAnotherClassLoaderThanPgjdbcConnects()
            throws ReflectiveOperationException, IOException, SQLException {
        try (Reloading loader = new Reloading()) {
            Driver driver = (Driver) loader.loadClass(PGliteDriver.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(driver).isNotInstanceOf(PGliteDriver.class);

            try (Connection connection = driver.connect("jdbc:pglite:memory:", new Properties());
                    Connection ours = DriverManager.getConnection("jdbc:pglite:memory:")) {
                assertThat(value(connection)).isEqualTo(42);
                assertThat(value(ours)).isEqualTo(42);
            }
        }
    }

    private static int value(Connection connection) throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery("select 6 * 7")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
