/* Memory that several guests see at once, each at an address of its own choice. */
#include <stdlib.h>

#include "runtime.h"

enum rt_status rt_shared_create(uint64_t bytes, struct rt_shared *shared) {
  shared->view = NULL;
  return rt_file_create(bytes, &shared->file);
}

void rt_shared_free(struct rt_shared *shared) {
  if (shared->view != NULL) {
    rt_file_end_view(shared->view, shared->file.bytes);
  }
  rt_file_close(&shared->file);
}

/* Whether memory, however much it grows, ends before these addresses. */
static bool is_behind_memory(rt_guest *g, uint64_t address, uint64_t bytes) {
  uint64_t end = (uint64_t)1 << 32;
  bool is_reachable = address < end && bytes <= end - address;
  return is_reachable && address >= RT_SHARED_FROM && address / RT_WASM_PAGE >= rt_header(g)->memory_max_pages;
}

static enum rt_status check(const struct rt_file *shared, rt_guest *g, uint64_t address) {
  if (address % RT_WASM_PAGE != 0) {
    return RT_MISALIGNED;
  }
  bool fits = rt_in_memory(g, address, shared->bytes) || is_behind_memory(g, address, shared->bytes);
  return fits ? RT_OK : RT_OUT_OF_BOUNDS;
}

enum rt_status rt_shared_map(const struct rt_shared *shared, rt_guest *g, uint64_t address) {
  const struct rt_file *file = &shared->file;
  enum rt_status status = check(file, g, address);
  if (status == RT_OK) {
    uint64_t place = RT_RESERVED_BEFORE + address;
    status = rt_ranges_add(&rt_private(g)->backed, (struct rt_range){place, place + file->bytes});
  }
  status = status == RT_OK ? rt_file_map(file, 0, (char *)g + address, file->bytes, true) : status;
  uint64_t end = address + file->bytes;
  if (status == RT_OK && is_behind_memory(g, address, file->bytes) && end > rt_header(g)->shared_end) {
    rt_header(g)->shared_end = end;
  }
  return status;
}

enum rt_status rt_shared_take_out(rt_guest *g, struct rt_range places) {
  enum rt_status status = rt_unmap(rt_at_place(g, places.from), places.to - places.from);
  uint64_t from = places.from - RT_MEMORY_PLACE;
  uint64_t to = places.to - RT_MEMORY_PLACE;
  return status == RT_OK && is_behind_memory(g, from, to - from) ? rt_decommit(g, from, to) : status;
}

enum rt_status rt_shared_unmap(rt_guest *g, const struct rt_image *image, uint64_t address) {
  struct rt_private *own = rt_private(g);
  size_t index = own->image_runs;
  while (index < own->backed.count && own->backed.at[index].from != RT_RESERVED_BEFORE + address) {
    index++;
  }
  if (index == own->backed.count) {
    return RT_INVALID;
  }
  struct rt_range range = own->backed.at[index];
  enum rt_status status = rt_shared_take_out(g, range);
  if (status == RT_OK) {
    rt_ranges_remove(&own->backed, index);
    if (image != NULL) {
      rt_image_map_again(image, g, range);
    }
  }
  return status;
}

/* The end of the piece that begins here and lies in one page. */
static uint64_t end_of_piece(uint64_t place, uint64_t end) {
  uint64_t page_end = (place / RT_PAGE_BYTES + 1) * RT_PAGE_BYTES;
  return page_end < end ? page_end : end;
}

/* Leaves out whole pages of zeros. */
static enum rt_status add_pages(uint64_t place, const char *bytes, size_t length, struct rt_part *part) {
  enum rt_status status = RT_OK;
  size_t from = 0; /* of what has not been added yet */
  for (size_t at = 0; status == RT_OK && at < length;) {
    size_t piece = (size_t)(end_of_piece(place + at, place + length) - (place + at));
    if (rt_is_zero(bytes + at, piece)) {
      status = at > from ? rt_part_add(part, place + from, bytes + from, at - from, 0) : RT_OK;
      from = at + piece;
    }
    at += piece;
  }
  return status == RT_OK && length > from ? rt_part_add(part, place + from, bytes + from, length - from, 0) : status;
}

/* Reads rather than maps: reading a mapped hole fills it. */
static enum rt_status capture(const struct rt_file *shared, struct rt_range data, struct rt_part *part) {
  char buffer[32 * RT_PAGE_BYTES];
  enum rt_status status = RT_OK;
  while (status == RT_OK && data.from < data.to) {
    uint64_t end = (data.from + sizeof buffer) / RT_PAGE_BYTES * RT_PAGE_BYTES;
    size_t length = (size_t)((end < data.to ? end : data.to) - data.from);
    status = rt_file_read(shared, data.from, buffer, length);
    status = status == RT_OK ? add_pages(data.from, buffer, length, part) : status;
    data.from += length;
  }
  return status;
}

enum rt_status rt_shared_capture(const struct rt_shared *from, const struct rt_range *ranges, size_t count,
                                 struct rt_part *part) {
  const struct rt_file *shared = &from->file;
  enum rt_status status = rt_part_create(part);
  uint64_t place = 0;
  for (size_t i = 0; status == RT_OK && i < count; i++) {
    if (ranges[i].from < place || ranges[i].to < ranges[i].from || ranges[i].to > shared->bytes) {
      return RT_OUT_OF_BOUNDS;
    }
    place = ranges[i].from;
    while (status == RT_OK && place < ranges[i].to) {
      struct rt_range data;
      status = rt_file_next_data(shared, place, &data);
      data.to = data.to < ranges[i].to ? data.to : ranges[i].to;
      if (status == RT_OK && data.from < data.to) {
        status = capture(shared, data, part);
      }
      place = data.from < data.to ? data.to : ranges[i].to;
    }
  }
  return status;
}

enum rt_status rt_shared_fill(const struct rt_shared *shared, struct rt_part *part) {
  const char *bytes = rt_part_view(part);
  enum rt_status status = bytes == NULL && part->bytes > 0 ? RT_SYSTEM : RT_OK;
  for (size_t i = 0; status == RT_OK && i < part->runs.count; i++) {
    struct rt_range run = part->runs.at[i];
    size_t length = (size_t)(run.to - run.from);
    status = run.to > shared->file.bytes ? RT_OUT_OF_BOUNDS : rt_file_write(&shared->file, run.from, bytes, length);
    bytes += length;
  }
  return status;
}

/* A run of some part, with what it holds. */
struct content {
  struct rt_range run;
  const char *bytes;
};

static int by_place(const void *a, const void *b) {
  uint64_t x = ((const struct content *)a)->run.from;
  uint64_t y = ((const struct content *)b)->run.from;
  return x < y ? -1 : x > y;
}

static enum rt_status collect(uint64_t end, struct rt_part *const *parts, size_t count, struct content *contents) {
  for (size_t i = 0; i < count; i++) {
    const char *bytes = rt_part_view(parts[i]);
    if (bytes == NULL && parts[i]->bytes > 0) {
      return RT_SYSTEM;
    }
    for (size_t j = 0; j < parts[i]->runs.count; j++) {
      struct rt_range run = parts[i]->runs.at[j];
      if (run.to > end) {
        return RT_OUT_OF_BOUNDS;
      }
      *contents++ = (struct content){run, bytes};
      bytes += run.to - run.from;
    }
  }
  return RT_OK;
}

static void restore_content(char *view, const struct content *content) {
  const char *bytes = content->bytes;
  for (uint64_t place = content->run.from; place < content->run.to;) {
    uint64_t end = end_of_piece(place, content->run.to);
    if (memcmp(view + place, bytes, end - place) != 0) {
      memcpy(view + place, bytes, end - place);
    }
    bytes += end - place;
    place = end;
  }
}

/* Does not look at holes, since that would fill them. */
static enum rt_status clear_gap(const struct rt_shared *shared, struct rt_range gap) {
  enum rt_status status = RT_OK;
  while (status == RT_OK && gap.from < gap.to) {
    struct rt_range data;
    status = rt_file_next_data(&shared->file, gap.from, &data);
    uint64_t end = data.to < gap.to ? data.to : gap.to;
    for (uint64_t place = data.from; status == RT_OK && place < end; place = end_of_piece(place, end)) {
      size_t length = (size_t)(end_of_piece(place, end) - place);
      if (!rt_is_zero(shared->view + place, length)) {
        memset(shared->view + place, 0, length);
      }
    }
    gap.from = data.from < gap.to ? data.to : gap.to;
  }
  return status;
}

static enum rt_status restore(const struct rt_shared *shared, const struct content *contents, size_t count) {
  enum rt_status status = RT_OK;
  uint64_t place = 0;
  for (size_t i = 0; status == RT_OK && i < count; i++) {
    status = clear_gap(shared, (struct rt_range){place, contents[i].run.from});
    restore_content(shared->view, &contents[i]);
    place = contents[i].run.to;
  }
  return status == RT_OK ? clear_gap(shared, (struct rt_range){place, shared->file.bytes}) : status;
}

enum rt_status rt_shared_restore(struct rt_shared *shared, struct rt_part *const *parts, size_t count) {
  if (shared->view == NULL) {
    shared->view = rt_file_view(&shared->file, 0, shared->file.bytes, true);
  }
  size_t runs = 0;
  for (size_t i = 0; i < count; i++) {
    runs += parts[i]->runs.count;
  }
  struct content *contents = malloc(runs * sizeof *contents + 1);
  enum rt_status status = shared->view == NULL || contents == NULL ? RT_SYSTEM : RT_OK;
  status = status == RT_OK ? collect(shared->file.bytes, parts, count, contents) : status;
  if (status == RT_OK) {
    qsort(contents, runs, sizeof *contents, by_place);
    status = restore(shared, contents, runs);
  }
  free(contents);
  return status;
}
