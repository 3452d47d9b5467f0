package dev.pglitej.internal.options;

import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.memory.Claim;
import java.util.Set;

/**
 * Says which files may use the reserve of the space that a database in memory may take. Stateless.
 *
 * <p>A full database must continue to work, and statements that free space must succeed. PostgreSQL panics when it cannot write its log,
 * and makes no checkpoint when it cannot write the states of transactions. So writes of these files are never refused, and neither are
 * those of the small files in which VACUUM records free space. The system catalogs, which DROP changes too, may use the reserve. RATIONALE:
 * "What happens when a database in memory is full?"
 */
final class DataClaims implements Claim.Rule {
    static final DataClaims INSTANCE = new DataClaims();

    private static final Set<String> NEVER_REFUSED = Set.of(
            "pg_commit_ts", "pg_logical", "pg_multixact", "pg_stat", "pg_subtrans", "pg_twophase", "pg_wal", "pg_xact");

    /** FirstNormalObjectId (transam.h): a file whose name is a smaller number belongs to a system catalog. */
    private static final int FIRST_OF_USERS = 16384;

    /** pg_largeobject and its index, which are users' data. */
    private static final Set<Integer> LARGE_OBJECTS = Set.of(2613, 2683);

    private static final int MOST_DIGITS = 5;

    private DataClaims() {}

    @Override
    public Claim of(Claim ofDirectory, String name, FileType type) {
        if (ofDirectory != Claim.ORDINARY) return ofDirectory;
        if (type == FileType.DIRECTORY) return NEVER_REFUSED.contains(name) ? Claim.UNREFUSED : Claim.ORDINARY;
        if (tellsOfRoom(name)) return Claim.UNREFUSED;
        return isOfCatalog(name) ? Claim.RESERVED : Claim.ORDINARY;
    }

    /** Free space map and visibility map, which VACUUM writes. */
    private static boolean tellsOfRoom(String name) {
        return name.contains("_fsm") || name.contains("_vm");
    }

    private static boolean isOfCatalog(String name) {
        int number = 0;
        for (int i = 0; i < name.length(); i++) {
            char digit = name.charAt(i);
            if (digit == '.' && i > 0) break;
            if (digit < '0' || digit > '9' || i == MOST_DIGITS) return false;
            number = 10 * number + (digit - '0');
        }
        return number < FIRST_OF_USERS && !LARGE_OBJECTS.contains(number);
    }
}
