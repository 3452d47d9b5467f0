package dev.pglitej.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom native PostgreSQL runs as: ourselves, or another when we are root, whom initdb refuses. Immutable.
 *
 * @param other the user to become; empty when nobody needs to
 */
record CommandUser(Optional<UserPrincipal> other) {
    private static final List<String> UNPRIVILEGED = List.of("postgres", "nobody");
    private static final List<Path> SETPRIV = List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));
    // By number: its name differs between distributions.
    private static final String NO_GROUP = "65534";

    /**
     * @throws IllegalStateException when we are root and cannot become anybody else
     */
    static CommandUser find() throws IOException {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) return new CommandUser(Optional.empty());
        if (SETPRIV.stream().noneMatch(Files::isExecutable)) {
            throw new IllegalStateException("PostgreSQL refuses to run as root, and setpriv is not there to become"
                    + " somebody else; install util-linux, or run this as another user");
        }
        for (String name : UNPRIVILEGED) {
            Optional<UserPrincipal> user = lookUp(name);
            if (user.isPresent()) return new CommandUser(user);
        }
        throw new IllegalStateException("PostgreSQL refuses to run as root, and there is none of the users "
                + String.join(", ", UNPRIVILEGED) + " to run it as; run this as another user");
    }

    /** Lets the user write to a path. */
    void give(Path path) throws IOException {
        if (other.isPresent()) Files.setOwner(path, other.get());
    }

    /** The command as the user's. */
    List<String> as(String... command) {
        List<String> all = new ArrayList<>();
        other.ifPresent(user ->
                all.addAll(List.of("setpriv", "--reuid", user.getName(), "--regid", NO_GROUP, "--clear-groups", "--")));
        all.addAll(List.of(command));
        return all;
    }

    private static Optional<UserPrincipal> lookUp(String name) throws IOException {
        try {
            return Optional.of(
                    Path.of("/").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
        } catch (UserPrincipalNotFoundException missing) {
            return Optional.empty();
        }
    }
}
