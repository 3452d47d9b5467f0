package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The contract's system calls on the real disk, through java.nio and nothing of ours: what POSIX and the host's kernel say.
 *
 * <p>Paths that end in slashes or dots cannot be told from others through java.nio.
 */
record DiskPosix(Path root) implements Posix {

    private interface Call<T> {
        T run() throws IOException;
    }

    private static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw errno(e).failure(e);
        }
    }

    private static Errno errno(IOException e) {
        String reason = reason(e);
        return switch (reason) {
            case "NoSuchFileException" -> Errno.ENOENT;
            case "FileAlreadyExistsException" -> Errno.EEXIST;
            case "DirectoryNotEmptyException", "Directory not empty" -> Errno.ENOTEMPTY;
            case "AccessDeniedException" -> Errno.EACCES;
            case "NotDirectoryException", "Not a directory" -> Errno.ENOTDIR;
            case "NotLinkException", "Invalid argument" -> Errno.EINVAL;
            case "Is a directory" -> Errno.EISDIR;
            case "File name too long" -> Errno.ENAMETOOLONG;
            case "Operation not permitted" -> Errno.EPERM;
            default -> {
                if (reason.startsWith("Too many levels of symbolic links")) yield Errno.ELOOP;
                throw new AssertionError("the disk failed in a way that has no number here", e);
            }
        };
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private Path at(String path) {
        return root.resolve(path);
    }

    private record ChannelHandle(FileChannel channel) implements Handle {

        @Override
        public int read(ByteBuffer target, long position) {
            return call(() -> Math.max(0, channel.read(target, position)));
        }

        @Override
        public int write(ByteBuffer source, long position) {
            return call(() -> channel.write(source, position));
        }

        @Override
        public long append(ByteBuffer source) {
            return call(() -> channel.size() + channel.write(source, channel.size()));
        }

        @Override
        public void truncate(long size) {
            call(() -> size <= channel.size()
                    ? channel.truncate(size)
                    : channel.position(channel.write(ByteBuffer.allocate(1), size - 1)));
        }

        @Override
        public long size() {
            return call(channel::size);
        }

        @Override
        public void close() {
            call(() -> {
                channel.close();
                return 0;
            });
        }
    }

    @Override
    public Handle open(String path, int flags, int permissions) {
        Set<OpenOption> options = new HashSet<>();
        if (OpenFlags.isReadable(flags)) options.add(StandardOpenOption.READ);
        if (OpenFlags.isWritable(flags)) options.add(StandardOpenOption.WRITE);
        addIf(options, flags, OpenFlags.O_CREAT, StandardOpenOption.CREATE);
        addIf(options, flags, OpenFlags.O_CREAT | OpenFlags.O_EXCL, StandardOpenOption.CREATE_NEW);
        addIf(options, flags, OpenFlags.O_TRUNC, StandardOpenOption.TRUNCATE_EXISTING);
        addIf(options, flags, OpenFlags.O_NOFOLLOW, LinkOption.NOFOLLOW_LINKS);
        boolean made = OpenFlags.has(flags, OpenFlags.O_CREAT) && !Files.exists(at(path));
        ChannelHandle handle = call(() -> new ChannelHandle(FileChannel.open(at(path), options)));
        if (made) chmod(path, permissions);
        return handle;
    }

    private static void addIf(Set<OpenOption> options, int flags, int flag, OpenOption option) {
        if (OpenFlags.has(flags, flag)) options.add(option);
    }

    @Override
    public void mkdir(String path) {
        call(() -> Files.createDirectory(at(path)));
    }

    @Override
    public void rmdir(String path) {
        if (lstat(path).type() != FileType.DIRECTORY) throw Errno.ENOTDIR.failure();
        delete(path);
    }

    @Override
    public void unlink(String path) {
        if (lstat(path).type() == FileType.DIRECTORY) throw Errno.EISDIR.failure();
        delete(path);
    }

    private void delete(String path) {
        call(() -> {
            Files.delete(at(path));
            return 0;
        });
    }

    @Override
    public void rename(String from, String to) {
        call(() -> Files.move(at(from), at(to), StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public void link(String existing, String path) {
        call(() -> Files.createLink(at(path), at(existing)));
    }

    @Override
    public void symlink(String target, String path) {
        call(() -> Files.createSymbolicLink(at(path), Path.of(target)));
    }

    @Override
    public String readlink(String path) {
        return call(() -> Files.readSymbolicLink(at(path)).toString());
    }

    @Override
    public void chmod(String path, int permissions) {
        call(() -> Files.setAttribute(at(path), "unix:mode", permissions));
    }

    @Override
    public void truncate(String path, long size) {
        try (Handle handle = open(path, OpenFlags.O_WRONLY, 0)) {
            handle.truncate(size);
        }
    }

    @Override
    public void setModified(String path, long nanos) {
        call(() -> Files.setLastModifiedTime(at(path), FileTime.from(nanos, TimeUnit.NANOSECONDS)));
    }

    @Override
    public long modified(String path) {
        return call(() -> Files.getLastModifiedTime(at(path)).to(TimeUnit.NANOSECONDS));
    }

    @Override
    public Facts stat(String path) {
        return facts(path);
    }

    @Override
    public Facts lstat(String path) {
        return facts(path, LinkOption.NOFOLLOW_LINKS);
    }

    private Facts facts(String path, LinkOption... options) {
        return call(() -> {
            Map<String, Object> all = Files.readAttributes(at(path), "unix:mode,size,nlink", options);
            int mode = number(all, "mode").intValue();
            return new Facts(
                    FileType.ofMode(mode),
                    mode & Stat.PERMISSIONS,
                    number(all, "size").longValue(),
                    number(all, "nlink").intValue());
        });
    }

    private static Number number(Map<String, Object> attributes, String name) {
        return (Number) Objects.requireNonNull(attributes.get(name));
    }

    @Override
    public List<String> list(String path) {
        return call(() -> {
            try (Stream<Path> children = Files.list(at(path))) {
                return children.map(child -> child.getFileName().toString())
                        .sorted()
                        .toList();
            }
        });
    }
}
