package dev.pglitej.jdbc;

import java.sql.DriverPropertyInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** The parameters that URLs and properties may have: ours, and those of pgjdbc. */
final class Parameters {
    static final String CLOSE_DELAY = "closeDelay";
    static final String CLOSE_ON_EXIT = "closeOnExit";
    static final String DATABASE = "database";
    static final String DATA_LIMIT = "dataLimit";
    static final String EXTENSIONS = "extensions";
    static final String INIT = "init";
    static final String MEMORY_LIMIT = "memoryLimit";
    static final String SETTING = "setting.";

    private static final String USER = "user";
    private static final String POSTGRES = "postgres";
    private static final Set<String> OURS =
            Set.of(CLOSE_DELAY, CLOSE_ON_EXIT, DATABASE, DATA_LIMIT, EXTENSIONS, INIT, MEMORY_LIMIT);
    /** They would lead to another database than the URL names. */
    private static final Set<String> NOT_ALLOWED =
            Set.of("socketFactory", "socketFactoryArg", "service", "PGHOST", "PGPORT", "localSocketAddress");

    private Parameters() {}

    static String checked(String name) {
        if (isKnown(name)) return name;
        if (NOT_ALLOWED.contains(name)) {
            throw new IllegalArgumentException(
                    "parameter '" + name + "' is for connections over a network; this one stays in the process");
        }
        throw new IllegalArgumentException("there is no parameter '" + name + "'; did you mean '" + nearest(name)
                + "'? (A setting of postgresql.conf is given as " + SETTING + "NAME=value.)");
    }

    private static boolean isKnown(String name) {
        if (name.startsWith(SETTING)) return name.length() > SETTING.length();
        return OURS.contains(name) || (PGProperty.forName(name) != null && !NOT_ALLOWED.contains(name));
    }

    private static String nearest(String name) {
        Set<String> known = new TreeSet<>(OURS);
        for (PGProperty property : PGProperty.values()) {
            if (!NOT_ALLOWED.contains(property.getName())) known.add(property.getName());
        }
        String wanted = simplified(name);
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(wanted, simplified(candidate))))
                .orElse(USER);
    }

    private static String simplified(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** The Levenshtein distance: how many characters must be added, removed or changed. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }

    /** The properties for pgjdbc: its own parameters, with defaults that suit a database in the process. */
    static Properties forDriver(Map<String, String> parameters) {
        Properties properties = new Properties();
        properties.setProperty(USER, POSTGRES);
        // Encryption is pointless within a process, and asking for it would cost two round trips.
        properties.setProperty(PGProperty.SSL_MODE.getName(), "disable");
        properties.setProperty(PGProperty.GSS_ENC_MODE.getName(), "disable");
        properties.setProperty(PGProperty.PG_DBNAME.getName(), parameters.getOrDefault(DATABASE, POSTGRES));
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            String value = parameter.getValue();
            // Tools that have no user give an empty one.
            boolean isNobody = name.equals(USER) && value.isEmpty();
            if (!isNobody && !OURS.contains(name) && !name.startsWith(SETTING)) properties.setProperty(name, value);
        }
        return properties;
    }

    /** Our parameters with their present values, for tools that list a driver's properties. */
    static List<DriverPropertyInfo> ours(Properties present) {
        return List.of(
                described(present, CLOSE_DELAY, "0", "Seconds that it stays open after its last connection, or never"),
                described(
                        present,
                        CLOSE_ON_EXIT,
                        "true",
                        "Whether a directory's is closed when the JVM ends, after the shutdown hooks"),
                described(present, DATABASE, POSTGRES, "The database of the cluster"),
                described(present, DATA_LIMIT, null, "Memory of all files; half of the machine's by default"),
                described(present, EXTENSIONS, null, "Extensions of a new database, separated by commas"),
                described(
                        present,
                        INIT,
                        null,
                        "SQL to run when it is opened: files or classpath:NAME, separated by commas"),
                described(present, MEMORY_LIMIT, "2GB", "Memory of one session"));
    }

    private static DriverPropertyInfo described(
            Properties present, String name, @Nullable String byDefault, String description) {
        DriverPropertyInfo info = new DriverPropertyInfo(name, present.getProperty(name, byDefault));
        info.description = description;
        return info;
    }
}
