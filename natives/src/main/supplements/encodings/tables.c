/*
 * Conversions by a table of the bytes from 0x80 on, and to and from MULE_INTERNAL, which puts a character set's number before
 * each character.
 */
#include "encodings.h"

/* How a conversion answers what it cannot convert: by an error, or by where it has stopped. */
struct conversion {
  rt_guest *g;
  bool stops;
};

/* The byte that a table has for one from 0x80 on; 0 where it has none. Without a table, the byte itself. */
static byte mapped(const byte *table, byte b) {
  return table == NULL ? b : table[b - 0x80];
}

/*
 * Converts a text of single bytes. Each byte from 0x80 on becomes what the table has for it, behind the number of a character
 * set where there is one. Returns how many bytes were converted.
 */
static int from_single_bytes(struct conversion c, enum encoding from, enum encoding to, const byte *text, int length, byte *result,
                             const byte *table, byte character_set) {
  int i = 0;
  for (; i < length; i++) {
    byte b = text[i];
    if (b == 0) {
      if (c.stops) {
        break;
      }
      invalid(c.g, from, text + i, length - i);
    }
    byte other = is_ascii(b) ? b : mapped(table, b);
    if (other == 0) {
      if (c.stops) {
        break;
      }
      untranslatable(c.g, from, to, text + i, length - i);
    }
    if (!is_ascii(b) && character_set != 0) {
      *result++ = character_set;
    }
    *result++ = other;
  }
  *result = 0;
  return i;
}

/* Converts a text of MULE_INTERNAL with characters of one set, of a byte each. Returns how many bytes were converted. */
static int to_single_bytes(struct conversion c, enum encoding to, const byte *text, int length, byte *result, const byte *table,
                           byte character_set) {
  int i = 0;
  while (i < length) {
    const byte *at = text + i;
    int left = length - i;
    int count = character_length(MULE_INTERNAL, at, left);
    if (*at == 0 || count > left) {
      if (c.stops) {
        break;
      }
      invalid(c.g, MULE_INTERNAL, at, left);
    }
    bool is_of_set = count == 2 && at[0] == character_set && !is_ascii(at[1]);
    byte other = is_ascii(*at) ? *at : is_of_set ? mapped(table, at[1]) : 0;
    if (other == 0) {
      if (c.stops) {
        break;
      }
      untranslatable(c.g, MULE_INTERNAL, to, at, left);
    }
    *result++ = other;
    i += count;
  }
  *result = 0;
  return i;
}

u32 local2local(rt_guest *g, u32 text, u32 result, u32 length, u32 from, u32 to, u32 table, u32 no_error) {
  struct conversion c = {g, no_error != 0};
  return (u32)from_single_bytes(c, (enum encoding)from, (enum encoding)to, text_at(g, text), (int)length, text_at(g, result),
                                text_at(g, table), 0);
}

u32 latin2mic(rt_guest *g, u32 text, u32 result, u32 length, u32 character_set, u32 encoding, u32 no_error) {
  struct conversion c = {g, no_error != 0};
  return (u32)from_single_bytes(c, (enum encoding)encoding, MULE_INTERNAL, text_at(g, text), (int)length, text_at(g, result), NULL,
                                (byte)character_set);
}

u32 latin2mic_with_table(rt_guest *g, u32 text, u32 result, u32 length, u32 character_set, u32 encoding, u32 table, u32 no_error) {
  struct conversion c = {g, no_error != 0};
  return (u32)from_single_bytes(c, (enum encoding)encoding, MULE_INTERNAL, text_at(g, text), (int)length, text_at(g, result),
                                text_at(g, table), (byte)character_set);
}

u32 mic2latin(rt_guest *g, u32 text, u32 result, u32 length, u32 character_set, u32 encoding, u32 no_error) {
  struct conversion c = {g, no_error != 0};
  return (u32)to_single_bytes(c, (enum encoding)encoding, text_at(g, text), (int)length, text_at(g, result), NULL,
                              (byte)character_set);
}

u32 mic2latin_with_table(rt_guest *g, u32 text, u32 result, u32 length, u32 character_set, u32 encoding, u32 table, u32 no_error) {
  struct conversion c = {g, no_error != 0};
  return (u32)to_single_bytes(c, (enum encoding)encoding, text_at(g, text), (int)length, text_at(g, result), text_at(g, table),
                              (byte)character_set);
}
