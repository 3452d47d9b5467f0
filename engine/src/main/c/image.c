/*
 * Images: what a guest is at one moment, from which others start. The file holds the guest's reservation byte for byte,
 * from its table on, the header left out and pages of zeros being holes; a child maps it and pays for what it changes.
 * Slots and table hold machine addresses, so an image serves this process alone.
 */
#include <errno.h>
#include <stdlib.h>

#include "runtime.h"

#define PAGE ((uint64_t)4096)
/* Written in one go at most. */
#define RUN_BYTES ((uint64_t)4 << 20)

struct rt_image {
  struct rt_file file;
  const struct rt_module *module;
  uint32_t memory_pages;
  uint32_t table_size;
  char host_function[RT_HOST_FUNCTIONS][RT_SIGNATURE_BYTES];
};

static uint64_t file_offset(int64_t distance) {
  return (uint64_t)((int64_t)RT_RESERVED_BEFORE + distance);
}

static bool is_zero(const char *page) {
  const uint64_t *word = (const uint64_t *)page;
  uint64_t any = 0;
  for (size_t i = 0; i < PAGE / sizeof *word && any == 0; i += 8) {
    any = word[i] | word[i + 1] | word[i + 2] | word[i + 3] | word[i + 4] | word[i + 5] | word[i + 6] | word[i + 7];
  }
  return any == 0;
}

/* Writes the pages of [from, to) that hold anything; both are distances from the guest's address. */
static enum rt_status write_pages(const struct rt_image *image, rt_guest *g, int64_t from, int64_t to) {
  int64_t page = from;
  while (page < to) {
    int64_t end = page;
    while (end < to && end - page < (int64_t)RUN_BYTES && !is_zero((char *)g + end)) {
      end += (int64_t)PAGE;
    }
    if (end > page) {
      enum rt_status status = rt_file_write(&image->file, file_offset(page), (char *)g + page, (size_t)(end - page));
      if (status != RT_OK) {
        return status;
      }
    }
    page = end > page ? end : page + (int64_t)PAGE;
  }
  return RT_OK;
}

/* The start of the first excluded range behind `from`, or `to`. */
static const struct rt_range *next_excluded(const struct rt_range *excluded, size_t count, uint64_t from) {
  const struct rt_range *next = NULL;
  for (size_t i = 0; i < count; i++) {
    if (excluded[i].to > from && (next == NULL || excluded[i].from < next->from)) {
      next = &excluded[i];
    }
  }
  return next;
}

static enum rt_status write_memory(const struct rt_image *image, rt_guest *g, const struct rt_range *excluded,
                                   size_t count) {
  uint64_t size = rt_memory_bytes(g);
  uint64_t from = 0;
  while (from < size) {
    const struct rt_range *gap = next_excluded(excluded, count, from);
    uint64_t to = gap == NULL || gap->from > size ? size : gap->from;
    if (to > from) {
      enum rt_status status = write_pages(image, g, (int64_t)from, (int64_t)to);
      if (status != RT_OK) {
        return status;
      }
    }
    from = gap == NULL ? size : gap->to;
  }
  return RT_OK;
}

static enum rt_status write_all(const struct rt_image *image, rt_guest *g, const struct rt_range *excluded, size_t count) {
  enum rt_status status = write_pages(image, g, RT_TABLE_OFFSET, RT_HEADER_OFFSET);
  return status == RT_OK ? write_memory(image, g, excluded, count) : status;
}

static bool are_page_ranges(rt_guest *g, const struct rt_range *ranges, size_t count) {
  for (size_t i = 0; i < count; i++) {
    bool aligned = ranges[i].from % PAGE == 0 && ranges[i].to % PAGE == 0;
    if (!aligned || ranges[i].from > ranges[i].to || ranges[i].to > rt_memory_bytes(g)) {
      return false;
    }
  }
  return true;
}

enum rt_status rt_image_create(rt_guest *g, const struct rt_range *excluded, size_t count, struct rt_image **result) {
  if (!are_page_ranges(g, excluded, count)) {
    return RT_OUT_OF_BOUNDS;
  }
  struct rt_image *image = calloc(1, sizeof *image);
  if (image == NULL) {
    return RT_SYSTEM;
  }
  enum rt_status status = rt_file_create(RT_RESERVED_BEFORE + rt_memory_bytes(g), &image->file);
  if (status != RT_OK) {
    free(image);
    return status;
  }
  image->module = rt_private(g)->module;
  image->memory_pages = rt_header(g)->memory_pages;
  image->table_size = rt_header(g)->table_size;
  memcpy(image->host_function, rt_private(g)->host_function, sizeof image->host_function);
  status = write_all(image, g, excluded, count);
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
  free(image);
}

static enum rt_status map(const struct rt_image *image, rt_guest *g) {
  size_t before = RT_RESERVED_BEFORE - RT_HEADER_BYTES;
  enum rt_status status = rt_file_map(&image->file, 0, (char *)g + RT_TABLE_OFFSET, before, false);
  if (status == RT_OK) {
    size_t memory = (size_t)image->memory_pages * RT_WASM_PAGE;
    status = rt_file_map(&image->file, RT_RESERVED_BEFORE, g, memory, false);
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
  status = map(image, g);
  if (status != RT_OK) {
    int cause = errno;
    rt_guest_close(g);
    errno = cause;
    return status;
  }
  rt_header(g)->memory_pages = image->memory_pages;
  rt_header(g)->table_size = image->table_size;
  memcpy(rt_private(g)->host_function, image->host_function, sizeof image->host_function);
  *guest = g;
  return RT_OK;
}
