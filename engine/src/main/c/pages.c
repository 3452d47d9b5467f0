/* Keeping the pages of a guest that hold anything, without touching those that were never written. */
#include <errno.h>
#include <stdlib.h>

#include "runtime.h"

/* A gap of zeros smaller than this does not end a run: a mapping costs more than the zeros. */
#define SMALLEST_GAP ((uint64_t)256 << 10)

/* Marks the part of a range that lies in `whole`; pages[0] is whole's first. */
static void mark(uint8_t *pages, struct rt_range whole, struct rt_range range, uint8_t value) {
  uint64_t from = range.from > whole.from ? range.from : whole.from;
  uint64_t to = range.to < whole.to ? range.to : whole.to;
  if (from < to) {
    memset(pages + (from - whole.from) / RT_PAGE_BYTES, value, (to - from) / RT_PAGE_BYTES);
  }
}

/* Which pages to look at: files stand behind some, so that what is not in memory may still hold something. */
static void survey(rt_guest *g, struct rt_range whole, const struct rt_ranges *excluded, uint8_t *pages) {
  (void)rt_survey_pages(rt_at_place(g, whole.from), (whole.to - whole.from) / RT_PAGE_BYTES, pages);
  const struct rt_ranges *backed = &rt_private(g)->backed;
  for (size_t i = 0; i < backed->count; i++) {
    mark(pages, whole, backed->at[i], RT_PAGE_FILLED);
  }
  for (size_t i = 0; i < excluded->count; i++) {
    mark(pages, whole, excluded->at[i], 0);
  }
}

static enum rt_status add_marked(rt_guest *g, struct rt_range whole, const uint8_t *pages, struct rt_part *part) {
  enum rt_status status = RT_OK;
  uint64_t place = whole.from;
  while (status == RT_OK && place < whole.to) {
    struct rt_range run = {place, place};
    while (run.to < whole.to && pages[(run.to - whole.from) / RT_PAGE_BYTES] != 0 &&
           !rt_is_zero(rt_at_place(g, run.to), RT_PAGE_BYTES)) {
      run.to += RT_PAGE_BYTES;
    }
    if (run.to > run.from) {
      status = rt_part_add(part, run.from, rt_at_place(g, run.from), run.to - run.from, SMALLEST_GAP);
    }
    place = run.to + RT_PAGE_BYTES; /* the page at run.to is one to leave out, or the end */
  }
  return status;
}

enum rt_status rt_pages_add(rt_guest *g, struct rt_range whole, const struct rt_ranges *excluded, struct rt_part *part) {
  size_t count = (whole.to - whole.from) / RT_PAGE_BYTES;
  uint8_t *pages = malloc(count + 1);
  if (pages == NULL) {
    return RT_SYSTEM;
  }
  survey(g, whole, excluded, pages);
  enum rt_status status = add_marked(g, whole, pages, part);
  int cause = errno;
  free(pages);
  errno = cause;
  return status;
}
