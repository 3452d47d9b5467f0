/*
 * Images: what a guest is at one moment, from which others start: two parts, one of what lies below the header (table and
 * module areas, with the machine addresses in them) and one of linear memory. A child maps the runs of pages that hold
 * something and pays for what it changes; the rest is fresh memory to it, since reading a hole would fill the file.
 */
#include <errno.h>
#include <stdlib.h>

#include "runtime.h"

static enum rt_status add_all(struct rt_image *image, rt_guest *g, const struct rt_ranges *excluded) {
  struct rt_range before = {0, RT_HEADER_PLACE};
  struct rt_range memory = rt_memory_places(g);
  enum rt_status status = rt_part_create(&image->before);
  status = status == RT_OK ? rt_pages_add(g, before, excluded, &image->before) : status;
  status = status == RT_OK ? rt_part_create(&image->memory) : status;
  return status == RT_OK ? rt_pages_add(g, memory, excluded, &image->memory) : status;
}

/* From addresses in linear memory to places. */
static enum rt_status places_of(rt_guest *g, const struct rt_range *ranges, size_t count, struct rt_ranges *places) {
  for (size_t i = 0; i < count; i++) {
    struct rt_range range = ranges[i];
    bool aligned = range.from % RT_PAGE_BYTES == 0 && range.to % RT_PAGE_BYTES == 0;
    if (!aligned || range.from > range.to || range.to > rt_memory_bytes(g)) {
      return RT_OUT_OF_BOUNDS;
    }
    enum rt_status status = rt_ranges_add(places, (struct rt_range){RT_MEMORY_PLACE + range.from, RT_MEMORY_PLACE + range.to});
    if (status != RT_OK) {
      return status;
    }
  }
  return RT_OK;
}

static enum rt_status fill(struct rt_image *image, rt_guest *g, const struct rt_range *excluded, size_t count) {
  image->before.file.descriptor = -1;
  image->memory.file.descriptor = -1;
  image->module = rt_private(g)->module;
  image->memory_pages = rt_header(g)->memory_pages;
  image->table_size = rt_header(g)->table_size;
  memcpy(image->host_function, rt_private(g)->host_function, sizeof image->host_function);
  struct rt_ranges places = {0};
  enum rt_status status = places_of(g, excluded, count, &places);
  if (status == RT_OK) {
    status = add_all(image, g, &places);
  }
  int cause = errno;
  rt_ranges_free(&places);
  errno = cause;
  return status;
}

enum rt_status rt_image_create(rt_guest *g, const struct rt_range *excluded, size_t count, struct rt_image **result) {
  struct rt_image *image = calloc(1, sizeof *image);
  if (image == NULL) {
    return RT_SYSTEM;
  }
  enum rt_status status = fill(image, g, excluded, count);
  if (status == RT_OK) {
    *result = image;
  } else {
    int cause = errno;
    rt_image_free(image);
    errno = cause;
  }
  return status;
}

void rt_image_free(struct rt_image *image) {
  rt_part_free(&image->before);
  rt_part_free(&image->memory);
  free(image);
}

static enum rt_status map(const struct rt_part *part, rt_guest *g) {
  enum rt_status status = rt_ranges_copy(&rt_private(g)->backed, &part->runs);
  uint64_t offset = part->offset;
  for (size_t i = 0; status == RT_OK && i < part->runs.count; i++) {
    struct rt_range run = part->runs.at[i];
    status = rt_file_map(&part->file, offset, rt_at_place(g, run.from), run.to - run.from, false);
    offset += run.to - run.from;
  }
  return status;
}

void rt_image_map_again(const struct rt_image *image, rt_guest *g, struct rt_range range) {
  const struct rt_part *part = &image->memory;
  enum rt_status status = RT_OK;
  uint64_t offset = part->offset;
  for (size_t i = 0; status == RT_OK && i < part->runs.count; i++) {
    struct rt_range run = part->runs.at[i];
    uint64_t from = run.from > range.from ? run.from : range.from;
    uint64_t to = run.to < range.to ? run.to : range.to;
    if (from < to) {
      status = rt_file_map(&part->file, offset + (from - run.from), rt_at_place(g, from), to - from, false);
    }
    offset += run.to - run.from;
  }
  rt_private(g)->lacks_image = rt_private(g)->lacks_image || status != RT_OK;
}

enum rt_status rt_image_start(const struct rt_image *image, struct rt_limits limits, rt_guest **guest) {
  if (image->memory_pages > limits.memory_bytes / RT_WASM_PAGE) {
    return RT_EXHAUSTED;
  }
  rt_guest *g;
  enum rt_status status = rt_guest_prepare(image->module, limits, &g);
  if (status != RT_OK) {
    return status;
  }
  bool has_memory = rt_memory_grow(g, image->memory_pages) == 0;
  status = has_memory ? map(&image->before, g) : RT_SYSTEM;
  status = status == RT_OK ? map(&image->memory, g) : status;
  if (status != RT_OK) {
    int cause = errno;
    rt_guest_close(g);
    errno = cause;
    return status;
  }
  rt_private(g)->image_runs = rt_private(g)->backed.count;
  rt_image_finish(image, g);
  *guest = g;
  return RT_OK;
}

void rt_image_finish(const struct rt_image *image, rt_guest *g) {
  rt_header(g)->table_size = image->table_size;
  memcpy(rt_private(g)->host_function, image->host_function, sizeof image->host_function);
}
