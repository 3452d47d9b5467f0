package dev.pglitej.natives.artifact;

import dev.pglitej.natives.tools.BuildException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an artifact's files offer to SQL, as a list with a line each: {@code extension NAME}, followed by the library that a server has to
 * preload if the extension needs that, or {@code library NAME} for one that no extension loads. Confined to one thread.
 */
public final class ExtensionContents {
    private static final Pattern CONTROL = Pattern.compile("/pglite/share/postgresql/extension/([^/]+)\\.control");
    private static final Pattern LIBRARY = Pattern.compile("/pglite/lib/postgresql/([^/]+)\\.so");
    private static final Pattern MODULE =
            Pattern.compile("^\\s*module_pathname\\s*=\\s*'(?:\\$libdir/)?([^']+)'", Pattern.MULTILINE);

    private final Map<String, String> extensions = new TreeMap<>();
    private final Set<String> libraries = new TreeSet<>();

    /** Adds the files of one archive, by their absolute paths. */
    public void add(Map<String, byte[]> files) {
        Set<String> found = new TreeSet<>();
        boolean isExtension = false;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Matcher control = CONTROL.matcher(file.getKey());
            Matcher library = LIBRARY.matcher(file.getKey());
            if (control.matches()) {
                isExtension = true;
                extensions.put(control.group(1), module(control.group(1), file.getValue()));
            } else if (library.matches()) {
                found.add(library.group(1));
            }
        }
        if (!isExtension) libraries.addAll(found);
    }

    private static String module(String extension, byte[] control) {
        Matcher module = MODULE.matcher(new String(control, StandardCharsets.UTF_8));
        return module.find() ? module.group(1) : extension;
    }

    /**
     * The list.
     *
     * @param preloaded the extensions that work only if the first process of a server has loaded their library
     */
    public String list(Set<String> preloaded) {
        Set<String> unknown = new TreeSet<>(preloaded);
        unknown.removeAll(extensions.keySet());
        if (!unknown.isEmpty()) {
            throw new BuildException(String.join(", ", unknown)
                    + " cannot be preloaded: the archives have no such extension, but " + extensions.keySet());
        }
        StringBuilder list = new StringBuilder();
        extensions.forEach((name, module) -> list.append("extension ")
                .append(name)
                .append(preloaded.contains(name) ? " " + module : "")
                .append('\n'));
        for (String library : libraries) list.append("library ").append(library).append('\n');
        return list.toString();
    }
}
