package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.OpenFile;

/** The inode of a character device. Immutable; it is the device that may have state. */
final class DeviceInode extends FixedInode {

    final Device device;
    private final long specialDevice;

    DeviceInode(FixedFileSystem.Owner owner, long number, int permissions, long specialDevice, Device device) {
        super(owner, number, permissions);
        this.specialDevice = specialDevice;
        this.device = device;
    }

    @Override
    public FileType type() {
        return FileType.CHARACTER_DEVICE;
    }

    @Override
    long size() {
        return 0;
    }

    @Override
    long specialDevice() {
        return specialDevice;
    }

    @Override
    public OpenFile open(int flags) {
        return new OpenDevice(this, flags);
    }
}
