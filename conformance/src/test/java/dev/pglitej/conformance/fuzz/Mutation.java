package dev.pglitej.conformance.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A way to make a conversation wrong. Stateless: what is random comes from outside. */
enum Mutation {
    FLIP_BITS {
        @Override
        void apply(List<byte[]> packets, Random random) {
            byte[] packet = any(packets, random);
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
            }
        }
    },
    REPLACE_BYTES {
        @Override
        void apply(List<byte[]> packets, Random random) {
            byte[] packet = any(packets, random);
            int from = random.nextInt(packet.length);
            int to = Math.min(packet.length, from + 1 + random.nextInt(12));
            for (int i = from; i < to; i++) packet[i] = (byte) random.nextInt(256);
        }
    },
    CHANGE_LENGTH {
        @Override
        void apply(List<byte[]> packets, Random random) {
            int index = random.nextInt(packets.size());
            ByteBuffer packet = ByteBuffer.wrap(packets.get(index));
            int place = packet.get(0) == 0 ? 0 : 1;
            if (packet.capacity() < place + Integer.BYTES) return;
            packet.putInt(place, length(packet.getInt(place), random));
        }
    },
    CHANGE_TYPE {
        @Override
        void apply(List<byte[]> packets, Random random) {
            any(packets, random)[0] = (byte) random.nextInt(256);
        }
    },
    CHANGE_COUNT {
        /** Two or four bytes somewhere, which may be a count, an object's number or a value's length. */
        @Override
        void apply(List<byte[]> packets, Random random) {
            ByteBuffer packet = ByteBuffer.wrap(any(packets, random));
            if (packet.capacity() < 10) return;
            int place = 5 + random.nextInt(packet.capacity() - 9);
            if (random.nextBoolean()) {
                packet.putInt(place, length(packet.getInt(place), random));
            } else {
                packet.putShort(place, (short) length(packet.getShort(place), random));
            }
        }
    },
    TRUNCATE {
        @Override
        void apply(List<byte[]> packets, Random random) {
            int index = random.nextInt(packets.size());
            byte[] packet = packets.get(index);
            packets.set(index, Arrays.copyOf(packet, 1 + random.nextInt(packet.length)));
            if (random.nextBoolean()) packets.subList(index + 1, packets.size()).clear();
        }
    },
    REPEAT {
        @Override
        void apply(List<byte[]> packets, Random random) {
            int index = random.nextInt(packets.size());
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
                packets.add(index, packets.get(index).clone());
            }
        }
    },
    LEAVE_OUT {
        @Override
        void apply(List<byte[]> packets, Random random) {
            if (packets.size() > 1) packets.remove(random.nextInt(packets.size()));
        }
    },
    SWAP {
        @Override
        void apply(List<byte[]> packets, Random random) {
            int one = random.nextInt(packets.size());
            int other = random.nextInt(packets.size());
            packets.set(other, packets.set(one, packets.get(other)));
        }
    },
    INSERT_NOISE {
        @Override
        void apply(List<byte[]> packets, Random random) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            packets.add(random.nextInt(packets.size() + 1), noise);
        }
    },
    INSERT_FOREIGN {
        @Override
        void apply(List<byte[]> packets, Random random) {
            List<List<byte[]>> all = Conversations.all();
            byte[] foreign = any(all.get(random.nextInt(all.size())), random);
            packets.add(random.nextInt(packets.size() + 1), foreign);
        }
    };

    abstract void apply(List<byte[]> packets, Random random);

    /** A conversation with a few things wrong. */
    static List<byte[]> mutated(List<byte[]> conversation, Random random) {
        List<byte[]> packets = new ArrayList<>(conversation);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            // Otherwise most conversations end before their session begins.
            boolean isStartupKept = packets.size() > 1 && random.nextInt(4) > 0;
            List<byte[]> changed = isStartupKept ? packets.subList(1, packets.size()) : packets;
            values()[random.nextInt(values().length)].apply(changed, random);
        }
        return packets;
    }

    private static byte[] any(List<byte[]> packets, Random random) {
        return packets.get(random.nextInt(packets.size()));
    }

    private static int length(int length, Random random) {
        int[] wrong = {
            0,
            1,
            3,
            4,
            5,
            8,
            length - 1,
            length + 1,
            length / 2,
            2 * length,
            -1,
            -length,
            0xffff,
            10_001,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            0x3ffffffe,
            0x3fffffff,
            0x40000000,
            random.nextInt()
        };
        return wrong[random.nextInt(wrong.length)];
    }
}
