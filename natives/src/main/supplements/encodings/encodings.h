/*
 * PostgreSQL's encodings, and what the files of this supplement share.
 *
 * The texts to convert lie in the guest's memory, which never moves, so they are read and written by pointers.
 */
#ifndef ENCODINGS_H
#define ENCODINGS_H

#include <stdbool.h>

#include "ereport.h"
#include "supplement.h"

typedef unsigned char byte;

/* PostgreSQL's numbers. */
enum encoding {
  SQL_ASCII, EUC_JP, EUC_CN, EUC_KR, EUC_TW, EUC_JIS_2004, UTF8, MULE_INTERNAL, LATIN1, LATIN2, LATIN3, LATIN4, LATIN5, LATIN6,
  LATIN7, LATIN8, LATIN9, LATIN10, WIN1256, WIN1258, WIN866, WIN874, KOI8R, WIN1251, WIN1252, ISO_8859_5, ISO_8859_6, ISO_8859_7,
  ISO_8859_8, WIN1250, WIN1253, WIN1254, WIN1255, WIN1257, KOI8U, SJIS, BIG5, GBK, UHC, GB18030, JOHAB, SHIFT_JIS_2004,
  ENCODINGS
};

enum { LONGEST_CHARACTER = 4 };

static inline bool is_ascii(byte b) {
  return b < 0x80;
}

static inline byte *text_at(rt_guest *g, u32 address) {
  return (byte *)rt_at(g, address, 0);
}

/* ---- characters.c ---- */

/* How many bytes a character takes that begins so. It may end before: text has at least one byte, and length says how many. */
int character_length(enum encoding encoding, const byte *text, int length);
/* The number of bytes of the character that a text begins with, or -1 where it begins with none. */
int checked_character_length(enum encoding encoding, const byte *text, int length);
/* Whether so many bytes are one character of UTF-8. */
bool is_utf8_character(const byte *text, int length);

/* ---- reports.c ---- */

/* Raises the error for a text that does not begin with a character of its encoding. */
__attribute__((noreturn)) void invalid(rt_guest *g, enum encoding encoding, const byte *text, int length);
/* Raises the error for a text whose first character the other encoding does not have. */
__attribute__((noreturn)) void untranslatable(rt_guest *g, enum encoding from, enum encoding to, const byte *text, int length);

#endif
