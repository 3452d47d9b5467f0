package dev.pglitej.natives.upgrade;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.upgrade.Pin.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The versions that the sources name, which agree with each other. Confined to one thread. */
final class Pins {
    private final Path root;

    Pins(Path root) {
        this.root = root;
    }

    /** The version that all places of a product name. */
    String version(Product product) throws IOException {
        Map<String, List<Pin>> places = places(product);
        if (places.size() != 1) throw new BuildException(disagreement(product, places));
        return places.keySet().iterator().next();
    }

    /** Has all places of a product name a version. */
    void move(Product product, String version) throws IOException {
        for (Pin pin : Pin.of(product)) pin.write(root, version);
    }

    /**
     * What does not agree, one sentence each.
     *
     * @param binary what the binary says that it is
     */
    List<String> faults(BinaryVersion binary) throws IOException {
        List<String> faults = new ArrayList<>();
        Set<String> versions = new TreeSet<>();
        for (Product product : Product.values()) {
            Map<String, List<Pin>> places = places(product);
            versions.addAll(places.keySet());
            if (places.size() != 1) faults.add(disagreement(product, places));
        }
        if (faults.isEmpty()) compare(binary, faults);
        for (Mention mention : Mention.below(root, versions)) {
            faults.add(mention
                    + " is an exact version that no upgrade would find; leave the number out, or make it a pin");
        }
        return faults;
    }

    private void compare(BinaryVersion binary, List<String> faults) throws IOException {
        if (!version(Product.PGLITE).equals(binary.pglite())) {
            faults.add("PGlite is pinned at " + version(Product.PGLITE) + ", but its binary is " + binary.pglite());
        }
        if (!version(Product.POSTGRES).equals(binary.postgres())) {
            faults.add("the documents say PostgreSQL " + version(Product.POSTGRES) + ", but the binary is "
                    + binary.postgres());
        }
        for (Product other : List.of(Product.NATIVE, Product.SOURCES)) {
            if (!major(version(other)).equals(major(binary.postgres()))) {
                faults.add(other + " is PostgreSQL " + version(other)
                        + ", which is of another major version than the binary, " + binary.postgres());
            }
        }
    }

    static String major(String version) {
        return version.substring(0, version.indexOf('.'));
    }

    private Map<String, List<Pin>> places(Product product) throws IOException {
        Map<String, List<Pin>> places = new TreeMap<>();
        for (Pin pin : Pin.of(product)) {
            places.computeIfAbsent(pin.read(root), version -> new ArrayList<>()).add(pin);
        }
        return places;
    }

    private static String disagreement(Product product, Map<String, List<Pin>> places) {
        return "the places of " + product + " disagree: " + places;
    }
}
