/* The errors of conversions. */
#include <stdio.h>

#include "encodings.h"

/* As many bytes of a text as an error shows, in hexadecimal. */
enum { SHOWN_BYTES = 8, SHOWN_CHARACTERS = SHOWN_BYTES * 5, MESSAGE_BYTES = 256 };

static const char *const names[ENCODINGS] = {
    "SQL_ASCII", "EUC_JP", "EUC_CN", "EUC_KR", "EUC_TW", "EUC_JIS_2004", "UTF8", "MULE_INTERNAL", "LATIN1", "LATIN2", "LATIN3", "LATIN4",
    "LATIN5", "LATIN6", "LATIN7", "LATIN8", "LATIN9", "LATIN10", "WIN1256", "WIN1258", "WIN866", "WIN874", "KOI8R", "WIN1251", "WIN1252",
    "ISO_8859_5", "ISO_8859_6", "ISO_8859_7", "ISO_8859_8", "WIN1250", "WIN1253", "WIN1254", "WIN1255", "WIN1257", "KOI8U", "SJIS", "BIG5",
    "GBK", "UHC", "GB18030", "JOHAB", "SHIFT_JIS_2004"};

static const char *name_of(enum encoding encoding) {
  return (u32)encoding < ENCODINGS ? names[encoding] : "?";
}

/* The bytes of a text's first character, or what is there of it. */
static void show(enum encoding encoding, const byte *text, int length, char shown[SHOWN_CHARACTERS + 1]) {
  int count = length < 1 ? 0 : character_length(encoding, text, length);
  if (count > length) {
    count = length;
  }
  shown[0] = 0;
  for (int i = 0; i < count && i < SHOWN_BYTES; i++) {
    sprintf(shown + strlen(shown), i == 0 ? "0x%02x" : " 0x%02x", text[i]);
  }
}

void invalid(rt_guest *g, enum encoding encoding, const byte *text, int length) {
  char shown[SHOWN_CHARACTERS + 1];
  char message[MESSAGE_BYTES];
  show(encoding, text, length, shown);
  snprintf(message, sizeof message, "invalid byte sequence for encoding \"%s\": %s", name_of(encoding), shown);
  EREPORT_FROM(g, "report_invalid_encoding_int", .sqlstate = ERRCODE_CHARACTER_NOT_IN_REPERTOIRE, .message = message);
}

void untranslatable(rt_guest *g, enum encoding from, enum encoding to, const byte *text, int length) {
  char shown[SHOWN_CHARACTERS + 1];
  char message[MESSAGE_BYTES];
  show(from, text, length, shown);
  snprintf(message, sizeof message, "character with byte sequence %s in encoding \"%s\" has no equivalent in encoding \"%s\"", shown,
           name_of(from), name_of(to));
  EREPORT_FROM(g, "report_untranslatable_char", .sqlstate = ERRCODE_UNTRANSLATABLE_CHARACTER, .message = message);
}

void report_invalid_encoding(rt_guest *g, u32 encoding, u32 text, u32 length) {
  invalid(g, (enum encoding)encoding, text_at(g, text), (int)length);
}

void report_untranslatable_char(rt_guest *g, u32 from, u32 to, u32 text, u32 length) {
  untranslatable(g, (enum encoding)from, (enum encoding)to, text_at(g, text), (int)length);
}
