/* Lists of ranges. */
#include <stdlib.h>

#include "runtime.h"

enum rt_status rt_ranges_add(struct rt_ranges *ranges, struct rt_range range) {
  if (ranges->count == ranges->capacity) {
    size_t capacity = ranges->capacity == 0 ? 16 : 2 * ranges->capacity;
    struct rt_range *more = realloc(ranges->at, capacity * sizeof *more);
    if (more == NULL) {
      return RT_SYSTEM;
    }
    ranges->at = more;
    ranges->capacity = capacity;
  }
  ranges->at[ranges->count++] = range;
  return RT_OK;
}

void rt_ranges_remove(struct rt_ranges *ranges, size_t index) {
  ranges->count--;
  for (size_t i = index; i < ranges->count; i++) {
    ranges->at[i] = ranges->at[i + 1];
  }
}

enum rt_status rt_ranges_copy(struct rt_ranges *target, const struct rt_ranges *source) {
  for (size_t i = 0; i < source->count; i++) {
    enum rt_status status = rt_ranges_add(target, source->at[i]);
    if (status != RT_OK) {
      return status;
    }
  }
  return RT_OK;
}

void rt_ranges_free(struct rt_ranges *ranges) {
  free(ranges->at);
  *ranges = (struct rt_ranges){0};
}
