package dev.pglitej.spring;

import dev.pglitej.api.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/** The configuration properties {@code pglite.*}. Confined to one thread. */
@ConfigurationProperties("pglite")
public class PGliteProperties {
    /** Whether to open a database if the application configures no other one. */
    private boolean enabled = true;

    /** Directory of the database, created when missing. Without it, the database is in memory. */
    private @Nullable Path directory;

    /**
     * Name for the URL jdbc:pglite:memory:NAME, by which code of this JVM can connect to the database. By default, each context has a new
     * name.
     */
    private @Nullable String name;

    /** What is safe on disk when a commit returns, for a database in a directory; FULL by default. */
    private @Nullable Durability durability;

    /** Settings of postgresql.conf by their names. */
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Extensions to create in a new database, by their names for CREATE EXTENSION. */
    private List<String> extensions = new ArrayList<>();

    /** SQL scripts to run whenever the database has been opened, new or not: classpath:NAME or file:NAME. */
    private List<String> initScripts = new ArrayList<>();

    /** How much memory one session may use; 2GB by default and at most, at least 168MB. */
    private DataSize memoryLimit = DataSize.ofGigabytes(2);

    /** How much memory all files of a database in memory may take; half of the machine's memory by default. */
    private @Nullable DataSize dataLimit;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable Path getDirectory() {
        return directory;
    }

    public void setDirectory(@Nullable Path directory) {
        this.directory = directory;
    }

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable Durability getDurability() {
        return durability;
    }

    public void setDurability(@Nullable Durability durability) {
        this.durability = durability;
    }

    public Map<String, String> getSettings() {
        return settings;
    }

    public void setSettings(Map<String, String> settings) {
        this.settings = settings;
    }

    public List<String> getExtensions() {
        return extensions;
    }

    public void setExtensions(List<String> extensions) {
        this.extensions = extensions;
    }

    public List<String> getInitScripts() {
        return initScripts;
    }

    public void setInitScripts(List<String> initScripts) {
        this.initScripts = initScripts;
    }

    public DataSize getMemoryLimit() {
        return memoryLimit;
    }

    public void setMemoryLimit(DataSize memoryLimit) {
        this.memoryLimit = memoryLimit;
    }

    public @Nullable DataSize getDataLimit() {
        return dataLimit;
    }

    public void setDataLimit(@Nullable DataSize dataLimit) {
        this.dataLimit = dataLimit;
    }
}
