/*
 * Images: what a guest is at one moment, from which others start. The file holds the guest's reservation byte for byte,
 * from its table on, the header left out and pages of zeros being holes. A child maps the runs of pages that hold
 * something and pays for what it changes; the rest is fresh memory to it, since reading a hole would fill the file.
 * Slots and table hold machine addresses, so an image serves this process alone.
 */
#include <errno.h>
#include <stdlib.h>

#include "runtime.h"

/* A place is also the offset in the file. */
#define HEADER_PLACE ((uint64_t)(RT_RESERVED_BEFORE - RT_HEADER_BYTES))
#define MEMORY_PLACE ((uint64_t)RT_RESERVED_BEFORE)

struct rt_image {
  struct rt_file file;
  struct rt_ranges runs; /* places that the file has something for */
  const struct rt_module *module;
  uint32_t memory_pages;
  uint32_t table_size;
  char host_function[RT_HOST_FUNCTIONS][RT_SIGNATURE_BYTES];
};

/* No run reaches over the header, which is the guest's own. */
static enum rt_status write_all(struct rt_image *image, rt_guest *g, const struct rt_ranges *excluded) {
  struct rt_range before = {0, HEADER_PLACE};
  struct rt_range memory = {MEMORY_PLACE, MEMORY_PLACE + rt_memory_bytes(g)};
  enum rt_status status = rt_pages_write(g, before, excluded, &image->file, 0, &image->runs);
  return status == RT_OK ? rt_pages_write(g, memory, excluded, &image->file, MEMORY_PLACE, &image->runs) : status;
}

/* From addresses in linear memory to places. */
static enum rt_status places_of(rt_guest *g, const struct rt_range *ranges, size_t count, struct rt_ranges *places) {
  for (size_t i = 0; i < count; i++) {
    struct rt_range range = ranges[i];
    bool aligned = range.from % RT_PAGE_BYTES == 0 && range.to % RT_PAGE_BYTES == 0;
    if (!aligned || range.from > range.to || range.to > rt_memory_bytes(g)) {
      return RT_OUT_OF_BOUNDS;
    }
    enum rt_status status = rt_ranges_add(places, (struct rt_range){MEMORY_PLACE + range.from, MEMORY_PLACE + range.to});
    if (status != RT_OK) {
      return status;
    }
  }
  return RT_OK;
}

static enum rt_status fill(struct rt_image *image, rt_guest *g, const struct rt_range *excluded, size_t count) {
  image->file.descriptor = -1;
  image->module = rt_private(g)->module;
  image->memory_pages = rt_header(g)->memory_pages;
  image->table_size = rt_header(g)->table_size;
  memcpy(image->host_function, rt_private(g)->host_function, sizeof image->host_function);
  struct rt_ranges places = {0};
  enum rt_status status = places_of(g, excluded, count, &places);
  if (status == RT_OK) {
    status = rt_file_create(MEMORY_PLACE + rt_memory_bytes(g), &image->file);
  }
  if (status == RT_OK) {
    status = write_all(image, g, &places);
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
  rt_file_close(&image->file);
  rt_ranges_free(&image->runs);
  free(image);
}

static enum rt_status map(const struct rt_image *image, rt_guest *g) {
  enum rt_status status = rt_ranges_copy(&rt_private(g)->backed, &image->runs);
  for (size_t i = 0; status == RT_OK && i < image->runs.count; i++) {
    struct rt_range run = image->runs.at[i];
    status = rt_file_map(&image->file, run.from, rt_at_place(g, run.from), run.to - run.from, false);
  }
  return status;
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
  status = has_memory ? map(image, g) : RT_SYSTEM;
  if (status != RT_OK) {
    int cause = errno;
    rt_guest_close(g);
    errno = cause;
    return status;
  }
  rt_header(g)->table_size = image->table_size;
  memcpy(rt_private(g)->host_function, image->host_function, sizeof image->host_function);
  *guest = g;
  return RT_OK;
}
