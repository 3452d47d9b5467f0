/* Reads an image from a file: see saved_image.h. */
#include "saved_image.h"

#include <errno.h>
#include <stdlib.h>

static enum rt_status find_code(const struct rt_module *module, const struct saved_entry *from, rt_code *code) {
  uint32_t limits[] = {1, module->function_count, module->import_count, module->import_count, RT_HOST_FUNCTIONS};
  if (from->kind >= sizeof limits / sizeof limits[0] || from->index >= limits[from->kind]) {
    return RT_DAMAGED;
  }
  switch (from->kind) {
    case CODE_FUNCTION: *code = module->functions[from->index].code; break;
    case CODE_IMPORT: *code = module->imports[from->index].host; break;
    case CODE_BUILTIN: *code = saved_builtin(module, from->index); break;
    case CODE_HOST: *code = rt_host_function_code(from->index); break;
    default: *code = NULL;
  }
  return RT_OK;
}

static enum rt_status load_table(struct rt_image *image, const struct rt_file *file, uint64_t offset,
                                 uint32_t host_place[RT_HOST_FUNCTIONS]) {
  size_t count = image->table_size;
  struct saved_entry *entries = malloc(count * sizeof *entries + 1);
  struct rt_entry *table = calloc(RT_TABLE_CAPACITY, sizeof *table);
  enum rt_status status = entries == NULL || table == NULL ? RT_SYSTEM : RT_OK;
  if (status == RT_OK) {
    status = rt_file_read(file, offset, entries, count * sizeof *entries);
  }
  for (uint32_t i = 0; status == RT_OK && i < count; i++) {
    table[i].type = entries[i].type;
    status = find_code(image->module, &entries[i], &table[i].code);
    if (status == RT_OK && entries[i].kind == CODE_HOST) {
      host_place[entries[i].index] = i;
    }
  }
  size_t bytes = (count * sizeof *table + RT_PAGE_BYTES - 1) / RT_PAGE_BYTES * RT_PAGE_BYTES;
  status = status == RT_OK && bytes > 0 ? rt_part_add(&image->before, 0, table, bytes, 0) : status;
  free(table);
  free(entries);
  return status;
}

static enum rt_status load_area(struct rt_image *image, const struct rt_file *file, uint64_t offset) {
  size_t bytes = (image->module->area_bytes + RT_PAGE_BYTES - 1) / RT_PAGE_BYTES * RT_PAGE_BYTES;
  char *area = calloc(1, bytes + 1);
  enum rt_status status = area == NULL ? RT_SYSTEM : rt_file_read(file, offset, area, image->module->area_bytes);
  if (status == RT_OK && bytes > 0) {
    status = rt_part_add(&image->before, RT_AREA_OFFSET - RT_TABLE_OFFSET, area, bytes, 0);
  }
  free(area);
  return status;
}

static enum rt_status check(const struct rt_module *module, const struct saved *saved) {
  if (saved->magic != SAVED_MAGIC) {
    return RT_DAMAGED;
  }
  if (saved->layout != saved_layout(module)) {
    return RT_FOREIGN;
  }
  bool fits = saved->memory_pages <= module->memory_max_pages && saved->memory_pages <= RT_WASM_PAGE &&
              saved->table_size <= RT_TABLE_CAPACITY && saved->host_functions <= RT_HOST_FUNCTIONS &&
              saved->area_bytes == module->area_bytes;
  return fits ? RT_OK : RT_DAMAGED;
}

static enum rt_status load(struct rt_image *image, const struct rt_file *file, uint64_t offset,
                           uint32_t host_place[RT_HOST_FUNCTIONS]) {
  struct saved saved;
  enum rt_status status = rt_file_read(file, offset, &saved, sizeof saved);
  status = status == RT_OK ? check(image->module, &saved) : status;
  if (status != RT_OK) {
    return status;
  }
  image->memory_pages = saved.memory_pages;
  image->table_size = saved.table_size;
  status = rt_part_create(&image->before);
  offset += sizeof saved;
  status = status == RT_OK ? load_table(image, file, offset, host_place) : status;
  offset += saved.table_size * sizeof(struct saved_entry);
  size_t signatures = saved.host_functions * RT_SIGNATURE_BYTES;
  status = status == RT_OK ? rt_file_read(file, offset, image->host_function, signatures) : status;
  offset += signatures;
  for (uint32_t i = 0; i < saved.host_functions; i++) {
    image->host_function[i][RT_SIGNATURE_BYTES - 1] = 0;
  }
  status = status == RT_OK ? load_area(image, file, offset) : status;
  return status;
}

static uint64_t memory_offset(const struct rt_image *image, uint64_t offset) {
  return offset + sizeof(struct saved) + image->table_size * sizeof(struct saved_entry) +
         saved_host_functions(image) * RT_SIGNATURE_BYTES + image->module->area_bytes;
}

enum rt_status rt_image_load(const struct rt_module *module, const char *path, uint64_t offset,
                             uint32_t host_place[RT_HOST_FUNCTIONS], struct rt_image **result) {
  struct rt_file file;
  enum rt_status status = rt_file_open(path, false, &file);
  if (status != RT_OK) {
    return status;
  }
  struct rt_image *image = calloc(1, sizeof *image);
  if (image == NULL) {
    rt_file_close(&file);
    return RT_SYSTEM;
  }
  image->module = module;
  image->before.file.descriptor = -1;
  image->memory.file = file;
  status = load(image, &file, offset, host_place);
  if (status == RT_OK) {
    uint64_t end = RT_RESERVED_BEFORE + (uint64_t)image->memory_pages * RT_WASM_PAGE;
    status = rt_part_load(&image->memory, &file, memory_offset(image, offset), end);
  }
  for (size_t i = 0; status == RT_OK && i < image->memory.runs.count; i++) {
    struct rt_range run = image->memory.runs.at[i];
    bool maps = run.from >= RT_RESERVED_BEFORE && run.from % RT_PAGE_BYTES == 0 && run.to % RT_PAGE_BYTES == 0;
    status = maps ? RT_OK : RT_DAMAGED;
  }
  if (status == RT_OK) {
    *result = image;
  } else {
    int cause = errno;
    rt_image_free(image);
    errno = cause;
  }
  return status;
}
