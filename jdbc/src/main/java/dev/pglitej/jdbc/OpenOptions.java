package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters for opening a database, which apply to its first connection. Immutable. */
record OpenOptions(Map<String, String> given) {
    OpenOptions {
        given = Map.copyOf(given);
    }

    static OpenOptions of(Map<String, String> parameters) {
        Map<String, String> given = new LinkedHashMap<>();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            if (name.startsWith(Parameters.SETTING)
                    || name.equals(Parameters.EXTENSIONS)
                    || name.equals(Parameters.INIT)
                    || name.equals(Parameters.MEMORY_LIMIT)
                    || name.equals(Parameters.DATA_LIMIT)
                    || name.equals(Parameters.CLOSE_DELAY)
                    || name.equals(Parameters.CLOSE_ON_EXIT)) {
                given.put(name, parameter.getValue());
            }
        }
        OpenOptions options = new OpenOptions(given);
        // Each refuses invalid values, before anything is opened.
        CloseDelay ignored = options.closeDelay();
        boolean unusedAnswer = options.closesOnExit();
        PGlite.Builder unused = options.builder();
        return options;
    }

    PGlite.Builder builder() {
        PGlite.Builder builder = PGlite.builder();
        for (Map.Entry<String, String> option : given.entrySet()) {
            if (option.getKey().startsWith(Parameters.SETTING)) {
                builder.setting(option.getKey().substring(Parameters.SETTING.length()), option.getValue());
            }
        }
        String extensions = given.get(Parameters.EXTENSIONS);
        if (extensions != null) {
            for (String extension : extensions.split(",", -1)) builder.extension(extension.strip());
        }
        String limit = given.get(Parameters.MEMORY_LIMIT);
        if (limit != null) builder.memoryLimit(limit);
        String dataLimit = given.get(Parameters.DATA_LIMIT);
        if (dataLimit != null) builder.dataLimit(dataLimit);
        return builder;
    }

    CloseDelay closeDelay() {
        return CloseDelay.parse(given.getOrDefault(Parameters.CLOSE_DELAY, "0"));
    }

    /** Whether a database in a directory that is open at the end of the JVM is closed then, after the shutdown hooks. */
    boolean closesOnExit() {
        String text = given.getOrDefault(Parameters.CLOSE_ON_EXIT, "true");
        if (text.equals("true")) return true;
        if (text.equals("false")) return false;
        throw new IllegalArgumentException(Parameters.CLOSE_ON_EXIT + " is '" + text + "', but must be true or false");
    }

    Optional<String> init() {
        return Optional.ofNullable(given.get(Parameters.INIT));
    }

    /** The parameters that a database from a snapshot cannot have, because it has those of its original; or empty. */
    Optional<String> notForSnapshots() {
        return given.keySet().stream()
                .filter(name -> !name.equals(Parameters.INIT)
                        && !name.equals(Parameters.CLOSE_DELAY)
                        && !name.equals(Parameters.CLOSE_ON_EXIT))
                .findFirst();
    }

    /** The parameters given here that differ from those of a database that is open already, or empty. */
    Optional<String> differenceTo(OpenOptions open) {
        return given.entrySet().stream()
                .filter(option -> !option.getValue().equals(open.given.get(option.getKey())))
                .map(option -> option.getKey() + "=" + option.getValue())
                .findFirst();
    }
}
