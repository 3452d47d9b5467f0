/*
 * Guests that start again. A process that ends leaves its mappings and the few hundred pages that it wrote; making those
 * anew for the next one is most of what starting costs, and copying the image over them is little.
 */
#include <errno.h>
#include <stdlib.h>

#include "runtime.h"

/* A guest that has written more than that is not worth keeping. */
#define MOST_PAGES ((size_t)(4 << 20) / RT_PAGE_BYTES)

/* What has to be copied: the pages of a range that are the guest's own. */
struct changes {
  struct rt_range whole;
  uint8_t *pages;
};

static size_t index_of(const struct changes *changes, uint64_t place) {
  return (size_t)((place - changes->whole.from) / RT_PAGE_BYTES);
}

static void leave_out_shared(rt_guest *g, struct changes *changes) {
  const struct rt_private *own = rt_private(g);
  for (size_t i = own->image_runs; i < own->backed.count; i++) {
    struct rt_range range = own->backed.at[i];
    if (range.from >= changes->whole.from && range.to <= changes->whole.to) {
      memset(changes->pages + index_of(changes, range.from), 0, (range.to - range.from) / RT_PAGE_BYTES);
    }
  }
}

/* Looks only at what is not shared, of which there is little. */
static bool survey(rt_guest *g, struct changes *changes) {
  const struct rt_private *own = rt_private(g);
  memset(changes->pages, 0, index_of(changes, changes->whole.to));
  uint64_t place = changes->whole.from;
  bool knows = true;
  for (size_t i = own->image_runs; knows && i <= own->backed.count; i++) {
    struct rt_range next = i < own->backed.count ? own->backed.at[i] : (struct rt_range){changes->whole.to, 0};
    if (next.from >= place && next.from <= changes->whole.to) {
      size_t count = (size_t)((next.from - place) / RT_PAGE_BYTES);
      knows = rt_survey_pages(rt_at_place(g, place), count, changes->pages + index_of(changes, place));
      place = next.to;
    }
  }
  leave_out_shared(g, changes);
  return knows;
}

static size_t count_own(const struct changes *changes) {
  size_t own = 0;
  for (size_t i = 0; i < index_of(changes, changes->whole.to); i++) {
    own += (changes->pages[i] & RT_PAGE_ANONYMOUS) != 0;
  }
  return own;
}

/* The end of the own pages that begin at a place, at the latest `end`. */
static uint64_t end_of_own(const struct changes *changes, uint64_t place, uint64_t end) {
  while (place < end && (changes->pages[index_of(changes, place)] & RT_PAGE_ANONYMOUS) != 0) {
    place += RT_PAGE_BYTES;
  }
  return place;
}

static void clear_own(rt_guest *g, const struct changes *changes, uint64_t from, uint64_t to) {
  while (from < to) {
    bool is_own = (changes->pages[index_of(changes, from)] & RT_PAGE_ANONYMOUS) != 0;
    /* One that was only read is a page of zeros that costs nothing until it is written. */
    if (is_own && !rt_is_zero(rt_at_place(g, from), RT_PAGE_BYTES)) {
      memset(rt_at_place(g, from), 0, RT_PAGE_BYTES);
    }
    from += RT_PAGE_BYTES;
  }
}

static enum rt_status read_own(rt_guest *g, const struct changes *changes, const struct rt_part *part, uint64_t offset,
                               struct rt_range run) {
  enum rt_status status = RT_OK;
  for (uint64_t place = run.from; status == RT_OK && place < run.to;) {
    uint64_t end = end_of_own(changes, place, run.to);
    status = rt_file_read(&part->file, offset + (place - run.from), rt_at_place(g, place), end - place);
    place = end + RT_PAGE_BYTES;
  }
  return status;
}

static enum rt_status restore(rt_guest *g, const struct changes *changes, const struct rt_part *part) {
  enum rt_status status = RT_OK;
  uint64_t offset = part->offset;
  uint64_t place = changes->whole.from;
  for (size_t i = 0; status == RT_OK && i < part->runs.count; i++) {
    struct rt_range run = part->runs.at[i];
    clear_own(g, changes, place, run.from);
    status = read_own(g, changes, part, offset, run);
    offset += run.to - run.from;
    place = run.to;
  }
  clear_own(g, changes, place, changes->whole.to);
  return status;
}

static enum rt_status shrink(rt_guest *g, uint32_t pages) {
  struct rt_header *header = rt_header(g);
  enum rt_status status = rt_decommit(g, (uint64_t)pages * RT_WASM_PAGE, rt_memory_bytes(g));
  header->memory_pages = status == RT_OK ? pages : header->memory_pages;
  return status;
}

static enum rt_status reset(rt_guest *g, const struct rt_image *image, struct changes *before, struct changes *memory) {
  if (rt_private(g)->lacks_image || !survey(g, before) || !survey(g, memory)) {
    return RT_INVALID;
  }
  if (count_own(before) + count_own(memory) > MOST_PAGES) {
    return RT_EXHAUSTED;
  }
  enum rt_status status = restore(g, before, &image->before);
  status = status == RT_OK ? restore(g, memory, &image->memory) : status;
  if (status == RT_OK) {
    rt_stack_trim(&rt_private(g)->stack);
    rt_guest_renew(g);
    rt_image_finish(image, g);
  }
  return status;
}

enum rt_status rt_guest_reset(rt_guest *g, const struct rt_image *image) {
  struct rt_private *own = rt_private(g);
  if (atomic_exchange_explicit(&own->running, 1, memory_order_acquire) != 0) {
    return RT_BUSY;
  }
  enum rt_status status = own->dead ? RT_DEAD : shrink(g, image->memory_pages);
  struct changes before = {{0, RT_HEADER_PLACE}, NULL};
  struct changes memory = {rt_memory_places(g), NULL};
  before.pages = malloc(index_of(&before, before.whole.to) + 1);
  memory.pages = malloc(index_of(&memory, memory.whole.to) + 1);
  if (status == RT_OK) {
    status = before.pages == NULL || memory.pages == NULL ? RT_SYSTEM : reset(g, image, &before, &memory);
  }
  int cause = errno;
  free(before.pages);
  free(memory.pages);
  errno = cause;
  atomic_store_explicit(&own->running, 0, memory_order_release);
  return status;
}

enum rt_status rt_guest_leave_shared(rt_guest *g) {
  struct rt_private *own = rt_private(g);
  enum rt_status status = RT_OK;
  while (status == RT_OK && own->backed.count > own->image_runs) {
    struct rt_range range = own->backed.at[own->backed.count - 1];
    status = rt_shared_take_out(g, range);
    own->backed.count -= status == RT_OK;
  }
  return status;
}
