/* What saving and loading an image agree on. */
#include "saved_image.h"

static uint64_t hash(uint64_t so_far, const void *bytes, size_t length) {
  const unsigned char *next = bytes;
  for (size_t i = 0; i < length; i++) {
    so_far = (so_far ^ next[i]) * UINT64_C(0x100000001b3);
  }
  return so_far;
}

uint64_t saved_layout(const struct rt_module *module) {
  const uint32_t numbers[] = {RT_ABI, module->area_bytes, module->type_count, module->import_count, module->export_count,
                              module->function_count, RT_HOST_FUNCTIONS, RT_SIGNATURE_BYTES};
  uint64_t result = hash(UINT64_C(0xcbf29ce484222325), module->wasm_sha256, strlen(module->wasm_sha256));
  result = hash(result, numbers, sizeof numbers);
  for (uint32_t i = 0; i < module->import_count; i++) {
    const struct rt_import *import = &module->imports[i];
    result = hash(result, import->module, strlen(import->module) + 1);
    result = hash(result, import->name, strlen(import->name) + 1);
    result = hash(result, &import->slot, sizeof import->slot);
  }
  for (uint32_t i = 0; i < module->export_count; i++) {
    const struct rt_export *export = &module->exports[i];
    result = hash(result, export->name, strlen(export->name) + 1);
    result = hash(result, &export->index, sizeof export->index);
  }
  return result;
}

rt_code saved_builtin(const struct rt_module *module, uint32_t import) {
  const struct rt_import *at = &module->imports[import];
  return at->kind == RT_KIND_FUNCTION ? rt_builtin(at->module, at->name, module->types[at->type].signature) : NULL;
}

uint32_t saved_host_functions(const struct rt_image *image) {
  uint32_t count = 0;
  while (count < RT_HOST_FUNCTIONS && image->host_function[count][0] != 0) {
    count++;
  }
  return count;
}
