/* Address space of guests and the anonymous files behind images and shared memory, on Linux. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime.h"

enum rt_status rt_reserve(rt_guest **g) {
  char *start = mmap(NULL, RT_RESERVED_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (start == MAP_FAILED) {
    return RT_SYSTEM;
  }
  if (mprotect(start, RT_RESERVED_BEFORE, PROT_READ | PROT_WRITE) != 0) {
    int cause = errno;
    munmap(start, RT_RESERVED_BYTES);
    errno = cause;
    return RT_SYSTEM;
  }
  *g = (rt_guest *)(start + RT_RESERVED_BEFORE);
  return RT_OK;
}

void rt_release(rt_guest *g) {
  munmap((char *)g - RT_RESERVED_BEFORE, RT_RESERVED_BYTES);
}

enum rt_status rt_commit(rt_guest *g, uint64_t from, uint64_t to) {
  if (to == from) {
    return RT_OK;
  }
  return mprotect((char *)g + from, to - from, PROT_READ | PROT_WRITE) == 0 ? RT_OK : RT_SYSTEM;
}

enum rt_status rt_decommit(rt_guest *g, uint64_t from, uint64_t to) {
  if (to == from) {
    return RT_OK;
  }
  char *start = (char *)g + from;
  bool done = madvise(start, to - from, MADV_DONTNEED) == 0 && mprotect(start, to - from, PROT_NONE) == 0;
  return done ? RT_OK : RT_SYSTEM;
}

enum rt_status rt_unmap(void *address, size_t length) {
  int flags = MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  return mmap(address, length, PROT_READ | PROT_WRITE, flags, -1, 0) == MAP_FAILED ? RT_SYSTEM : RT_OK;
}

enum rt_status rt_pages_reserve(size_t length, void **start) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void *pages = mmap(NULL, length, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (pages == MAP_FAILED) {
    return RT_SYSTEM;
  }
  *start = pages;
  return RT_OK;
}

void rt_pages_release(void *start, size_t length) {
  munmap(start, length);
}

enum rt_status rt_pages_empty(void *start, size_t length) {
  return madvise(start, length, MADV_DONTNEED) == 0 ? RT_OK : RT_SYSTEM;
}

/* For systems whose kernel or sandbox refuses memfd_create: a file that has a name only for a moment. */
static int unlinked_file(void) {
  const char *directory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
  char path[64];
  snprintf(path, sizeof path, "%s/pglitej-XXXXXX", directory);
  int descriptor = mkostemp(path, O_CLOEXEC);
  if (descriptor >= 0) {
    unlink(path);
  }
  return descriptor;
}

enum rt_status rt_file_create(uint64_t bytes, struct rt_file *file) {
  int descriptor = memfd_create("pglitej", MFD_CLOEXEC);
  if (descriptor < 0) {
    descriptor = unlinked_file();
  }
  if (descriptor < 0) {
    return RT_SYSTEM;
  }
  if (ftruncate(descriptor, (off_t)bytes) != 0) {
    int cause = errno;
    close(descriptor);
    errno = cause;
    return RT_SYSTEM;
  }
  file->descriptor = descriptor;
  file->bytes = bytes;
  return RT_OK;
}

void rt_file_close(struct rt_file *file) {
  if (file->descriptor >= 0) {
    close(file->descriptor);
    file->descriptor = -1;
  }
}

enum rt_status rt_file_open(const char *path, bool write, struct rt_file *file) {
  int descriptor = open(path, (write ? O_WRONLY | O_CREAT : O_RDONLY) | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return RT_SYSTEM;
  }
  off_t end = lseek(descriptor, 0, SEEK_END);
  if (end < 0) {
    int cause = errno;
    close(descriptor);
    errno = cause;
    return RT_SYSTEM;
  }
  file->descriptor = descriptor;
  file->bytes = (uint64_t)end;
  return RT_OK;
}

enum rt_status rt_file_write(const struct rt_file *file, uint64_t offset, const void *bytes, size_t length) {
  const char *next = bytes;
  while (length > 0) {
    ssize_t written = pwrite(file->descriptor, next, length, (off_t)offset);
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return RT_SYSTEM;
    }
    next += written;
    offset += (uint64_t)written;
    length -= (size_t)written;
  }
  return RT_OK;
}

enum rt_status rt_file_read(const struct rt_file *file, uint64_t offset, void *bytes, size_t length) {
  char *next = bytes;
  while (length > 0) {
    ssize_t got = pread(file->descriptor, next, length, (off_t)offset);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      return got == 0 ? RT_DAMAGED : RT_SYSTEM;
    }
    next += got;
    offset += (uint64_t)got;
    length -= (size_t)got;
  }
  return RT_OK;
}

enum rt_status rt_file_copy(const struct rt_file *from, uint64_t offset, const struct rt_file *to, uint64_t target,
                            uint64_t length) {
  char buffer[65536];
  enum rt_status status = RT_OK;
  for (uint64_t done = 0; status == RT_OK && done < length; done += sizeof buffer) {
    size_t part = length - done < sizeof buffer ? (size_t)(length - done) : sizeof buffer;
    status = rt_file_read(from, offset + done, buffer, part);
    status = status == RT_OK ? rt_file_write(to, target + done, buffer, part) : status;
  }
  return status;
}

enum rt_status rt_file_next_data(const struct rt_file *file, uint64_t from, struct rt_range *data) {
  *data = (struct rt_range){file->bytes, file->bytes};
  off_t start = lseek(file->descriptor, (off_t)from, SEEK_DATA);
  if (start < 0) {
    return errno == ENXIO ? RT_OK : RT_SYSTEM;
  }
  off_t end = lseek(file->descriptor, start, SEEK_HOLE);
  if (end < 0) {
    return RT_SYSTEM;
  }
  *data = (struct rt_range){(uint64_t)start, (uint64_t)end};
  return RT_OK;
}

enum rt_status rt_file_map(const struct rt_file *file, uint64_t offset, void *address, size_t length, bool shared) {
  if (length == 0) {
    return RT_OK;
  }
  int flags = MAP_FIXED | (shared ? MAP_SHARED : MAP_PRIVATE | MAP_NORESERVE);
  void *mapped = mmap(address, length, PROT_READ | PROT_WRITE, flags, file->descriptor, (off_t)offset);
  return mapped == MAP_FAILED ? RT_SYSTEM : RT_OK;
}

void *rt_file_view(const struct rt_file *file, uint64_t offset, size_t length, bool write) {
  int access = write ? PROT_READ | PROT_WRITE : PROT_READ;
  /* What is to be read is read as a whole; what is written may be full of holes. */
  int flags = write ? MAP_SHARED : MAP_SHARED | MAP_POPULATE;
  void *view = mmap(NULL, length, access, flags, file->descriptor, (off_t)offset);
  return view == MAP_FAILED ? NULL : view;
}

void rt_file_end_view(const void *view, size_t length) {
  munmap((void *)(uintptr_t)view, length);
}

enum rt_status rt_file_used(const struct rt_file *file, uint64_t *bytes) {
  struct stat about;
  if (fstat(file->descriptor, &about) != 0) {
    return RT_SYSTEM;
  }
  *bytes = (uint64_t)about.st_blocks * 512;
  return RT_OK;
}

/* Bits of an entry of /proc/self/pagemap. */
#define PRESENT_OR_SWAPPED ((uint64_t)3 << 62)
#define OF_A_FILE ((uint64_t)1 << 61)

static uint8_t meaning(uint64_t entry) {
  if ((entry & PRESENT_OR_SWAPPED) == 0) {
    return 0;
  }
  return (entry & OF_A_FILE) != 0 ? RT_PAGE_FILLED : RT_PAGE_FILLED | RT_PAGE_ANONYMOUS;
}

/*
 * Reading a page that was never written costs a fault, which is most of the time of making an image. The kernel tells such
 * pages apart; where it may not be asked, all may hold something.
 */
bool rt_survey_pages(const void *address, size_t pages, uint8_t *result) {
  memset(result, RT_PAGE_FILLED, pages);
  int map = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  if (map < 0) {
    return false;
  }
  uint64_t entries[1024];
  size_t done = 0;
  while (done < pages) {
    size_t wanted = pages - done < 1024 ? pages - done : 1024;
    uint64_t first = (uint64_t)(uintptr_t)address / RT_PAGE_BYTES + done;
    ssize_t got = pread(map, entries, wanted * sizeof entries[0], (off_t)(first * sizeof entries[0]));
    if (got <= 0) {
      break;
    }
    size_t count = (size_t)got / sizeof entries[0];
    for (size_t i = 0; i < count; i++) {
      result[done + i] = meaning(entries[i]);
    }
    done += count;
  }
  close(map);
  return done == pages;
}

/* Since Linux 5.14; older headers lack it. */
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

bool rt_populate_pages(void *address, size_t length) {
  return madvise(address, length, MADV_POPULATE_WRITE) == 0;
}
