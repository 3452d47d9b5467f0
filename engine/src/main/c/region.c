/*
 * Regions: address space for what the host keeps outside its heap. Pages come when they are first written, and go back to the
 * system on request. Regions go with the class loader whose classes use them.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "runtime.h"

struct region {
  struct region *next;
  uint64_t owner;
  void *start;
  size_t bytes;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct region *all; /* guarded by lock */

enum rt_status rt_region_create(uint64_t owner, size_t bytes, void **start) {
  struct region *region = malloc(sizeof *region);
  if (region == NULL) {
    return RT_SYSTEM;
  }
  enum rt_status status = rt_pages_reserve(bytes, &region->start);
  if (status != RT_OK) {
    int cause = errno;
    free(region);
    errno = cause;
    return status;
  }
  region->owner = owner;
  region->bytes = bytes;
  *start = region->start;
  pthread_mutex_lock(&lock);
  region->next = all;
  all = region;
  pthread_mutex_unlock(&lock);
  return RT_OK;
}

void rt_regions_free(uint64_t owner) {
  pthread_mutex_lock(&lock);
  for (struct region **link = &all; *link != NULL;) {
    struct region *region = *link;
    if (region->owner != owner) {
      link = &region->next;
      continue;
    }
    *link = region->next;
    rt_pages_release(region->start, region->bytes);
    free(region);
  }
  pthread_mutex_unlock(&lock);
}

uint64_t rt_regions_bytes(void) {
  uint64_t bytes = 0;
  pthread_mutex_lock(&lock);
  for (struct region *region = all; region != NULL; region = region->next) {
    bytes += region->bytes;
  }
  pthread_mutex_unlock(&lock);
  return bytes;
}
