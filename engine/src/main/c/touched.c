/*
 * The pages that a guest has touched, for others of its kind to get all at once: a fault for each costs more than what it
 * is for, and many times more in some virtual machines. A page that was only read from an image's file does not count,
 * as others see it without a copy.
 */
#include <errno.h>
#include <stdlib.h>

#include "runtime.h"

static void ignore_read_pages(rt_guest *g, uint8_t *pages) {
  const struct rt_private *own = rt_private(g);
  for (size_t i = 0; i < own->image_runs; i++) {
    struct rt_range run = own->backed.at[i];
    for (uint64_t place = run.from; place < run.to; place += RT_PAGE_BYTES) {
      uint8_t *page = &pages[place / RT_PAGE_BYTES];
      *page = (*page & RT_PAGE_ANONYMOUS) != 0 ? *page : 0;
    }
  }
}

static enum rt_status add_runs(const uint8_t *pages, size_t count, struct rt_ranges *runs) {
  enum rt_status status = RT_OK;
  for (size_t i = 0; status == RT_OK && i < count; i++) {
    size_t first = i;
    while (i < count && pages[i] != 0) {
      i++;
    }
    if (i > first) {
      status = rt_ranges_add(runs, (struct rt_range){first * RT_PAGE_BYTES, i * RT_PAGE_BYTES});
    }
  }
  return status;
}

static uint64_t touched_of_stack(const struct rt_stack *stack, uint8_t *pages) {
  size_t count = (stack->bytes - RT_STACK_GUARD_BYTES) / RT_PAGE_BYTES;
  size_t lowest = rt_survey_pages(stack->start + RT_STACK_GUARD_BYTES, count, pages) ? 0 : count;
  while (lowest < count && pages[lowest] == 0) {
    lowest++;
  }
  return (count - lowest) * RT_PAGE_BYTES;
}

enum rt_status rt_touched_pages(rt_guest *g, struct rt_touched *touched) {
  const struct rt_stack *stack = &rt_private(g)->stack;
  size_t count = rt_memory_places(g).to / RT_PAGE_BYTES;
  size_t of_stack = stack->bytes / RT_PAGE_BYTES;
  uint8_t *pages = malloc(count > of_stack ? count : of_stack);
  if (pages == NULL) {
    return RT_SYSTEM;
  }
  touched->stack_bytes = touched_of_stack(stack, pages);
  enum rt_status status = RT_OK;
  if (rt_survey_pages(rt_at_place(g, 0), count, pages)) {
    ignore_read_pages(g, pages);
    status = add_runs(pages, count, &touched->places);
  }
  int cause = errno;
  free(pages);
  errno = cause;
  return status;
}

void rt_touch_pages(rt_guest *g, const struct rt_touched *touched) {
  const struct rt_stack *stack = &rt_private(g)->stack;
  uint64_t usable = stack->bytes - RT_STACK_GUARD_BYTES;
  uint64_t wanted = touched->stack_bytes < usable ? touched->stack_bytes : usable;
  bool works = wanted == 0 || rt_populate_pages(rt_stack_top(stack) - wanted, wanted);
  for (size_t i = 0; works && i < touched->places.count; i++) {
    struct rt_range range = touched->places.at[i];
    if (range.from < range.to && range.to <= rt_memory_places(g).to) {
      works = rt_populate_pages(rt_at_place(g, range.from), range.to - range.from);
    }
  }
}
