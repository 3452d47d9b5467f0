/* The bridge's natives of locked files. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "bridge.h"

/*
 * Locks a file for an open file description (F_OFD_SETLK, on Linux); the descriptor that has the lock, or -1 if another has it.
 * The locks that POSIX knows belong to the process, which loses them as soon as any of its code closes the file. All of
 * the file is locked, however long it becomes; POSIX locks of other processes stand in its way, and it in theirs.
 */
jint JNICALL bridge_lock_file(JNIEnv *env, jclass self, jbyteArray path) {
  (void)self;
  char text[PATH_BYTES];
  if (!bridge_get_path(env, path, text)) {
    return -1;
  }
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int descriptor = open(text, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor >= 0 && fcntl(descriptor, F_OFD_SETLK, &lock) == 0) {
    return descriptor;
  }
  int cause = errno;
  bool is_locked = descriptor >= 0 && (cause == EAGAIN || cause == EACCES);
  if (descriptor >= 0) {
    close(descriptor);
  }
  errno = cause;
  bridge_succeeded(env, is_locked ? RT_OK : RT_SYSTEM, "lock the file");
  return -1;
}

void JNICALL bridge_unlock_file(JNIEnv *env, jclass self, jint descriptor) {
  (void)env;
  (void)self;
  close(descriptor);
}
