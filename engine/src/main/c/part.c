/*
 * Parts: what of some bytes is not zero, as runs that stand in a file one right behind the other. So a part takes as much
 * of a file as it holds, wherever that file is, and a run that begins and ends with a page can be mapped from there.
 *
 * Saved it is the numbers below, then its runs as pairs of places, then from the next page on its bytes.
 */
#include <errno.h>
#include <stdlib.h>

#include "runtime.h"

struct saved_part {
  uint64_t runs;
  uint64_t bytes;
};

enum rt_status rt_part_create(struct rt_part *part) {
  *part = (struct rt_part){.file.descriptor = -1};
  return rt_file_create(0, &part->file);
}

void rt_part_free(struct rt_part *part) {
  const char *view = atomic_load(&part->view);
  if (view != NULL) {
    rt_file_end_view(view, part->bytes);
  }
  rt_file_close(&part->file);
  rt_ranges_free(&part->runs);
}

enum rt_status rt_part_add(struct rt_part *part, uint64_t place, const void *bytes, size_t length, uint64_t gap) {
  struct rt_range *last = part->runs.count == 0 ? NULL : &part->runs.at[part->runs.count - 1];
  bool extends = last != NULL && place - last->to <= gap;
  uint64_t skipped = extends ? place - last->to : 0;
  enum rt_status status = rt_file_write(&part->file, part->offset + part->bytes + skipped, bytes, length);
  if (status != RT_OK) {
    return status;
  }
  if (extends) {
    last->to = place + length;
  } else {
    status = rt_ranges_add(&part->runs, (struct rt_range){place, place + length});
  }
  part->bytes += status == RT_OK ? skipped + length : 0;
  return status;
}

const char *rt_part_view(struct rt_part *part) {
  const char *view = atomic_load(&part->view);
  if (view != NULL || part->bytes == 0) {
    return view;
  }
  const char *made = rt_file_view(&part->file, part->offset, part->bytes, false);
  if (made != NULL && !atomic_compare_exchange_strong(&part->view, &view, made)) {
    rt_file_end_view(made, part->bytes);
    return view;
  }
  return made;
}

static uint64_t next_page(uint64_t offset) {
  return (offset + RT_PAGE_BYTES - 1) / RT_PAGE_BYTES * RT_PAGE_BYTES;
}

enum rt_status rt_part_save(const struct rt_part *part, const struct rt_file *file, uint64_t *offset) {
  struct saved_part saved = {part->runs.count, part->bytes};
  size_t length = part->runs.count * sizeof *part->runs.at;
  uint64_t first = next_page(*offset + sizeof saved + length);
  enum rt_status status = rt_file_write(file, *offset, &saved, sizeof saved);
  status = status == RT_OK ? rt_file_write(file, *offset + sizeof saved, part->runs.at, length) : status;
  status = status == RT_OK ? rt_file_copy(&part->file, part->offset, file, first, part->bytes) : status;
  *offset = first + part->bytes;
  return status;
}

/* Runs ascend, end before `end`, and are as long as the bytes together. */
static bool fits(const struct rt_part *part, uint64_t end) {
  uint64_t place = 0;
  uint64_t bytes = 0;
  for (size_t i = 0; i < part->runs.count; i++) {
    struct rt_range run = part->runs.at[i];
    if (run.from < place || run.to <= run.from || run.to > end) {
      return false;
    }
    bytes += run.to - run.from;
    place = run.to;
  }
  return bytes == part->bytes && part->offset <= part->file.bytes && bytes <= part->file.bytes - part->offset;
}

enum rt_status rt_part_load(struct rt_part *part, const struct rt_file *file, uint64_t offset, uint64_t end) {
  struct saved_part saved;
  *part = (struct rt_part){.file = *file};
  enum rt_status status = rt_file_read(file, offset, &saved, sizeof saved);
  if (status == RT_OK && saved.runs > file->bytes / sizeof *part->runs.at) {
    status = RT_DAMAGED;
  }
  if (status != RT_OK) {
    return status;
  }
  size_t length = (size_t)saved.runs * sizeof *part->runs.at;
  part->runs.at = malloc(length + 1);
  if (part->runs.at == NULL) {
    return RT_SYSTEM;
  }
  part->runs.count = part->runs.capacity = (size_t)saved.runs;
  part->bytes = saved.bytes;
  part->offset = next_page(offset + sizeof saved + length);
  status = rt_file_read(file, offset + sizeof saved, part->runs.at, length);
  return status == RT_OK && !fits(part, end) ? RT_DAMAGED : status;
}
