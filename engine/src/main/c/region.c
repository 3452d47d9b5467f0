/*
 * Regions: address space for what the host keeps outside its heap. Pages come when they are first written, and go back to the
 * system on request. All regions go when the host lets go of this library.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "runtime.h"

struct region {
  struct region *next;
  void *start;
  size_t bytes;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct region *all; /* guarded by lock */

enum rt_status rt_region_create(size_t bytes, void **start) {
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
  region->bytes = bytes;
  *start = region->start;
  pthread_mutex_lock(&lock);
  region->next = all;
  all = region;
  pthread_mutex_unlock(&lock);
  return RT_OK;
}

void rt_regions_free(void) {
  pthread_mutex_lock(&lock);
  while (all != NULL) {
    struct region *region = all;
    all = region->next;
    rt_pages_release(region->start, region->bytes);
    free(region);
  }
  pthread_mutex_unlock(&lock);
}
