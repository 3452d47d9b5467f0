/*
 * Conversions between UTF-8 and other encodings. A conversion module has a map as a radix tree, a list of the characters
 * that are two in UTF-8, and a function that computes what the map leaves out; all may be absent.
 */
#include "encodings.h"

/*
 * A module's map, as it lies in its memory. A character of n bytes is looked up in n steps: each byte less its lower bound is
 * an offset into a part of one array, which says where the part for the next byte begins, or at last what the character
 * becomes; 0 stands for none. The array's elements have 32 bits if `wide` is set, else 16.
 */
struct tree {
  u32 narrow;
  u32 wide;
  u32 root_1;
  byte bounds_1[2];
  u32 root_2;
  byte bounds_2[4];
  u32 root_3;
  byte bounds_3[6];
  u32 root_4;
  byte bounds_4[8];
};
_Static_assert(sizeof(struct tree) == 48, "the modules' layout");

/* Characters of UTF-8, or of another encoding: their bytes as one number, the first one highest. */
struct pair_to_local {
  u32 first;
  u32 second;
  u32 local;
};
struct local_to_pair {
  u32 local;
  u32 first;
  u32 second;
};

/* One conversion. */
struct conversion {
  rt_guest *g;
  const struct tree *map; /* or null */
  u32 pairs;              /* the address of the sorted pairs, or 0 */
  u32 pair_count;
  u32 function; /* its place in the table, or 0 */
  enum encoding encoding;
  bool stops; /* where it cannot go on, in place of an error */
};

static u32 looked_up(rt_guest *g, const struct tree *map, const byte *character, int length) {
  const u32 roots[] = {map->root_1, map->root_2, map->root_3, map->root_4};
  const byte *const all_bounds[] = {map->bounds_1, map->bounds_2, map->bounds_3, map->bounds_4};
  const byte *bounds = all_bounds[length - 1];
  u32 at = roots[length - 1];
  for (int i = 0; i < length; i++) {
    byte lower = bounds[2 * i];
    byte upper = bounds[2 * i + 1];
    if (character[i] < lower || character[i] > upper) {
      return 0;
    }
    u32 element = at + character[i] - lower;
    at = map->wide != 0 ? i32_load(g, map->wide + 4 * element, 0) : i32_load16_u(g, map->narrow + 2 * element, 0);
  }
  return at;
}

static u32 number_of(const byte *character, int length) {
  u32 number = 0;
  for (int i = 0; i < length; i++) {
    number = number << 8 | character[i];
  }
  return number;
}

/* Appends the bytes of a number from its first one on that is not 0. */
static byte *append(byte *result, u32 number) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (number >> shift != 0) {
      *result++ = (byte)(number >> shift);
    }
  }
  return result;
}

/* What the map has for a character; 0 for none. */
static u32 converted(const struct conversion *c, const byte *character, int length) {
  return c->map != NULL ? looked_up(c->g, c->map, character, length) : 0;
}

/* What the function has for it; 0 for none. */
static u32 computed(const struct conversion *c, const byte *character, int length) {
  return c->function != 0 ? call_i_i(c->g, c->function, number_of(character, length)) : 0;
}

static const struct local_to_pair *pair_of(const struct conversion *c, u32 local) {
  const struct local_to_pair *pairs = (const struct local_to_pair *)(const void *)rt_at(c->g, c->pairs, 0);
  u32 low = 0;
  u32 high = c->pairs == 0 ? 0 : c->pair_count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (pairs[middle].local == local) {
      return &pairs[middle];
    }
    if (pairs[middle].local < local) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return NULL;
}

/* What two characters of UTF-8 are together; 0 for nothing. */
static u32 local_of_pair(const struct conversion *c, u32 first, u32 second) {
  const struct pair_to_local *pairs = (const struct pair_to_local *)(const void *)rt_at(c->g, c->pairs, 0);
  u64 wanted = (u64)first << 32 | second;
  u32 low = 0;
  u32 high = c->pair_count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    u64 found = (u64)pairs[middle].first << 32 | pairs[middle].second;
    if (found == wanted) {
      return pairs[middle].local;
    }
    if (found < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return 0;
}

/* ---- To UTF-8 ---- */

/* Appends what a character becomes; null where it becomes nothing. */
static byte *append_unicode(const struct conversion *c, const byte *character, int length, byte *result) {
  u32 found = converted(c, character, length);
  if (found != 0) {
    return append(result, found);
  }
  const struct local_to_pair *pair = c->map != NULL ? pair_of(c, number_of(character, length)) : NULL;
  if (pair != NULL) {
    return append(append(result, pair->first), pair->second);
  }
  found = computed(c, character, length);
  return found != 0 ? append(result, found) : NULL;
}

static int to_unicode(const struct conversion *c, const byte *text, int length, byte *result) {
  int i = 0;
  while (i < length) {
    const byte *at = text + i;
    int left = length - i;
    int count = *at == 0 ? -1 : checked_character_length(c->encoding, at, left);
    if (count < 0) {
      if (c->stops) {
        break;
      }
      invalid(c->g, c->encoding, at, left);
    }
    if (is_ascii(*at)) {
      *result++ = *at;
    } else {
      byte *end = append_unicode(c, at, count, result);
      if (end == NULL) {
        if (c->stops) {
          break;
        }
        untranslatable(c->g, c->encoding, UTF8, at, left);
      }
      result = end;
    }
    i += count;
  }
  *result = 0;
  return i;
}

/* ---- From UTF-8 ---- */

/* How a character of UTF-8 together with the next one can be read. */
enum together {
  TOGETHER_NOTHING,   /* the first one stands alone */
  TOGETHER_CHARACTER, /* both are one character */
  TOGETHER_UNKNOWN,   /* the text ends within the second one */
  TOGETHER_INVALID    /* what comes second is no character */
};

static enum together read_together(const struct conversion *c, const byte *text, int length, int first, int *both, u32 *local) {
  const byte *next = text + first;
  int left = length - first;
  int count = character_length(UTF8, next, left);
  if (count > left) {
    return TOGETHER_UNKNOWN;
  }
  if (!is_utf8_character(next, count)) {
    return TOGETHER_INVALID;
  }
  *local = count == 1 ? 0 : local_of_pair(c, number_of(text, first), number_of(next, count));
  *both = first + count;
  return *local != 0 ? TOGETHER_CHARACTER : TOGETHER_NOTHING;
}

/*
 * Appends what the text's first character becomes, or its first two, and sets how many bytes these take. Null where the
 * conversion stops.
 */
static byte *append_local(const struct conversion *c, const byte *text, int length, int *count, byte *result) {
  if (c->pairs != 0 && length > *count) {
    u32 local = 0;
    int both = 0;
    switch (read_together(c, text, length, *count, &both, &local)) {
      case TOGETHER_CHARACTER:
        *count = both;
        return append(result, local);
      case TOGETHER_INVALID:
        if (!c->stops) {
          invalid(c->g, UTF8, text + *count, length - *count);
        }
        return NULL;
      case TOGETHER_UNKNOWN:
        if (!c->stops) {
          invalid(c->g, UTF8, text, length - *count);
        }
        return NULL;
      case TOGETHER_NOTHING: break;
    }
  }
  u32 found = converted(c, text, *count);
  if (found == 0) {
    found = computed(c, text, *count);
  }
  if (found != 0) {
    return append(result, found);
  }
  if (!c->stops) {
    untranslatable(c->g, UTF8, c->encoding, text, length);
  }
  return NULL;
}

static int from_unicode(const struct conversion *c, const byte *text, int length, byte *result) {
  int i = 0;
  while (i < length) {
    const byte *at = text + i;
    int left = length - i;
    int count = character_length(UTF8, at, left);
    if (*at == 0 || count > left || !is_utf8_character(at, count)) {
      if (c->stops) {
        break;
      }
      invalid(c->g, UTF8, at, left);
    }
    if (count == 1) {
      *result++ = *at;
    } else {
      byte *end = append_local(c, at, left, &count, result);
      if (end == NULL) {
        break;
      }
      result = end;
    }
    i += count;
  }
  *result = 0;
  return i;
}

static struct conversion conversion(rt_guest *g, u32 map, u32 pairs, u32 pair_count, u32 function, u32 encoding, u32 no_error) {
  const struct tree *tree = map == 0 ? NULL : (const struct tree *)(const void *)rt_at(g, map, 0);
  return (struct conversion){g, tree, pairs, pair_count, function, (enum encoding)encoding, no_error != 0};
}

u32 LocalToUtf(rt_guest *g, u32 text, u32 length, u32 result, u32 map, u32 pairs, u32 pair_count, u32 function, u32 encoding,
               u32 no_error) {
  struct conversion c = conversion(g, map, pairs, pair_count, function, encoding, no_error);
  return (u32)to_unicode(&c, text_at(g, text), (int)length, text_at(g, result));
}

u32 UtfToLocal(rt_guest *g, u32 text, u32 length, u32 result, u32 map, u32 pairs, u32 pair_count, u32 function, u32 encoding,
               u32 no_error) {
  struct conversion c = conversion(g, map, pairs, pair_count, function, encoding, no_error);
  return (u32)from_unicode(&c, text_at(g, text), (int)length, text_at(g, result));
}
