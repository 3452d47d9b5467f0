/* Memory that several guests see at once, each at an address of its own choice. */
#include "runtime.h"

static enum rt_status check(const struct rt_file *shared, rt_guest *g, uint64_t address) {
  if (address % RT_WASM_PAGE != 0) {
    return RT_MISALIGNED;
  }
  return rt_in_memory(g, address, shared->bytes) ? RT_OK : RT_OUT_OF_BOUNDS;
}

enum rt_status rt_shared_map(const struct rt_file *shared, rt_guest *g, uint64_t address) {
  enum rt_status status = check(shared, g, address);
  if (status == RT_OK) {
    uint64_t place = RT_RESERVED_BEFORE + address;
    status = rt_ranges_add(&rt_private(g)->backed, (struct rt_range){place, place + shared->bytes});
  }
  return status == RT_OK ? rt_file_map(shared, 0, (char *)g + address, shared->bytes, true) : status;
}

/* Leaves out whole pages of zeros. */
static enum rt_status add_pages(uint64_t place, const char *bytes, size_t length, struct rt_part *part) {
  enum rt_status status = RT_OK;
  for (size_t at = 0; status == RT_OK && at < length;) {
    size_t left_of_page = (size_t)(RT_PAGE_BYTES - (place + at) % RT_PAGE_BYTES);
    size_t piece = left_of_page < length - at ? left_of_page : length - at;
    if (!rt_is_zero(bytes + at, piece)) {
      status = rt_part_add(part, place + at, bytes + at, piece, 0);
    }
    at += piece;
  }
  return status;
}

/* Reads rather than maps: whoever reads a mapped hole fills it. */
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

enum rt_status rt_shared_capture(const struct rt_file *shared, const struct rt_range *ranges, size_t count,
                                 struct rt_part *part) {
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

enum rt_status rt_shared_fill(const struct rt_file *shared, const struct rt_part *part) {
  enum rt_status status = RT_OK;
  uint64_t offset = part->offset;
  for (size_t i = 0; status == RT_OK && i < part->runs.count; i++) {
    struct rt_range run = part->runs.at[i];
    uint64_t length = run.to - run.from;
    status = run.to > shared->bytes ? RT_OUT_OF_BOUNDS : rt_file_copy(&part->file, offset, shared, run.from, length);
    offset += length;
  }
  return status;
}
