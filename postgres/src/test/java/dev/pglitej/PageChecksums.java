package dev.pglitej;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Verifies the checksums of all pages of a data directory that was shut down cleanly, as pg_checksums does (checksum_impl.h). */
final class PageChecksums {
    private static final int PAGE = 8192;
    private static final int SUMS = 32;
    private static final int PRIME = 16777619;
    private static final int CHECKSUM_AT = 8;
    private static final int UPPER_AT = 14;

    /** Where the parallel sums begin. */
    private static final int[] BASES = {
        0x5B1F36E9, 0xB8525960, 0x02AB50AA, 0x1DE66D2A, 0x79FF467A, 0x9BB9F8A3, 0x217E7CD2, 0x83E13D2C,
        0xF8D4474F, 0xE39EB970, 0x42C6AE16, 0x993216FA, 0x7B093B5D, 0x98DAFF3C, 0xF718902A, 0x0B1C9CDB,
        0xE58F764B, 0x187636BC, 0x5D7B3BB1, 0xE73DE7DE, 0x92BEC979, 0xCCA6C0B2, 0x304A0979, 0x85AA43D4,
        0x783125BB, 0x6CA8EAA2, 0xE407EAC6, 0x4B5CFC3E, 0x9FBF8C76, 0x15CA20BE, 0xF2CA9FD3, 0x959BD756
    };

    private PageChecksums() {}

    /** The pages whose checksum is wrong. */
    static List<String> wrong(Path directory) throws IOException {
        List<String> wrong = new ArrayList<>();
        int pages = 0;
        for (String part : new String[] {"base", "global"}) {
            try (Stream<Path> files = Files.walk(directory.resolve(part))) {
                for (Path file : files.filter(PageChecksums::isRelation).toList()) pages += verify(file, wrong);
            }
        }
        if (pages == 0) throw new AssertionError("no pages in " + directory);
        return wrong;
    }

    private static boolean isRelation(Path file) {
        return Files.isRegularFile(file)
                && file.getFileName().toString().matches("[0-9]+(_fsm|_vm|_init)?(\\.[0-9]+)?");
    }

    private static int verify(Path file, List<String> wrong) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int pages = bytes.capacity() / PAGE;
        for (int i = 0; i < pages; i++) {
            ByteBuffer page = bytes.slice(i * PAGE, PAGE).order(ByteOrder.LITTLE_ENDIAN);
            // A page that is new has no checksum.
            if (page.getShort(UPPER_AT) != 0 && checksum(page, segment(file), i) != page.getShort(CHECKSUM_AT)) {
                wrong.add(file + " block " + i);
            }
        }
        return pages;
    }

    private static int segment(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        return dot < 0 ? 0 : Integer.parseInt(name.substring(dot + 1));
    }

    private static short checksum(ByteBuffer page, int segment, int block) {
        int[] sums = BASES.clone();
        for (int row = 0; row < PAGE / (SUMS * Integer.BYTES); row++) {
            for (int i = 0; i < SUMS; i++) {
                int at = (row * SUMS + i) * Integer.BYTES;
                int value = page.getInt(at);
                sums[i] = mix(sums[i], at == CHECKSUM_AT ? value & 0xffff0000 : value);
            }
        }
        int result = 0;
        for (int sum : sums) result ^= mix(mix(sum, 0), 0);
        result ^= segment * 131072 + block;
        return (short) (Integer.remainderUnsigned(result, 65535) + 1);
    }

    private static int mix(int sum, int value) {
        int mixed = sum ^ value;
        return mixed * PRIME ^ (mixed >>> 17);
    }
}
