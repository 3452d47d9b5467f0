/* Where characters end in each encoding, and which bytes are one. */
#include "encodings.h"

/* The bytes that open a character of another code set in EUC encodings. */
enum { SINGLE_SHIFT_2 = 0x8e, SINGLE_SHIFT_3 = 0x8f };

static bool is_between(byte b, byte first, byte last) {
  return first <= b && b <= last;
}

/* A byte of a 94 by 94 code set, as EUC places it. */
static bool is_euc(byte b) {
  return is_between(b, 0xa1, 0xfe);
}

static bool are_euc(const byte *text, int count) {
  for (int i = 0; i < count; i++) {
    if (!is_euc(text[i])) {
      return false;
    }
  }
  return true;
}

/* ---- Lengths ---- */

static int utf8_length(byte lead) {
  if ((lead & 0xe0) == 0xc0) {
    return 2;
  }
  if ((lead & 0xf0) == 0xe0) {
    return 3;
  }
  return (lead & 0xf8) == 0xf0 ? 4 : 1;
}

static int euc_length(byte lead, int of_shift_2, int of_shift_3) {
  switch (lead) {
    case SINGLE_SHIFT_2: return of_shift_2;
    case SINGLE_SHIFT_3: return of_shift_3;
    default: return 2;
  }
}

/* The first byte names the character set, and a second one where that is private. */
static int mule_length(byte lead) {
  if (is_between(lead, 0x81, 0x8d)) {
    return 2;
  }
  if (is_between(lead, 0x90, 0x9b)) {
    return 3;
  }
  return is_between(lead, 0x9c, 0x9d) ? 4 : 1;
}

int character_length(enum encoding encoding, const byte *text, int length) {
  byte lead = text[0];
  if (is_ascii(lead)) {
    return 1;
  }
  switch (encoding) {
    case UTF8: return utf8_length(lead);
    case EUC_JP:
    case EUC_JIS_2004:
    case EUC_KR:
    case JOHAB: return euc_length(lead, 2, 3);
    case EUC_TW: return euc_length(lead, 4, 3);
    case EUC_CN: return euc_length(lead, 3, 3);
    case BIG5:
    case GBK:
    case UHC: return 2;
    case SJIS:
    case SHIFT_JIS_2004: return is_between(lead, 0xa1, 0xdf) ? 1 : 2;
    case GB18030:
      if (length < 2) {
        return LONGEST_CHARACTER;
      }
      return is_between(text[1], '0', '9') ? 4 : 2;
    case MULE_INTERNAL: return mule_length(lead);
    default: return 1;
  }
}

/* ---- Validity ---- */

bool is_utf8_character(const byte *text, int length) {
  static const byte first_continuation[] = {[0x00] = 0xa0, [0x0d] = 0x80, [0x10] = 0x90, [0x14] = 0x80};
  static const byte last_continuation[] = {[0x00] = 0xbf, [0x0d] = 0x9f, [0x10] = 0xbf, [0x14] = 0x8f};
  if (length == 1) {
    return is_ascii(text[0]);
  }
  if (length < 1 || length > LONGEST_CHARACTER || !is_between(text[0], 0xc2, 0xf4)) {
    return false;
  }
  for (int i = 1; i < length; i++) {
    if (!is_between(text[i], 0x80, 0xbf)) {
      return false;
    }
  }
  /* Behind these, not all continuations are in use: shorter forms, surrogates, and what is behind U+10FFFF. */
  switch (text[0]) {
    case 0xe0:
    case 0xed:
    case 0xf0:
    case 0xf4: {
      int index = text[0] - 0xe0;
      return is_between(text[1], first_continuation[index], last_continuation[index]);
    }
    default: return true;
  }
}

/* Two bytes that PostgreSQL keeps for texts that must not be valid. */
static bool is_never_valid(const byte *text) {
  return text[0] == 0x8d && text[1] == ' ';
}

static bool is_sjis(const byte *text, int count) {
  bool is_lead = is_between(text[0], 0x81, 0x9f) || is_between(text[0], 0xe0, 0xfc);
  return count == 1 || (is_lead && (is_between(text[1], 0x40, 0x7e) || is_between(text[1], 0x80, 0xfc)));
}

static bool is_gb18030(const byte *text, int count) {
  if (!is_between(text[0], 0x81, 0xfe)) {
    return false;
  }
  return count == 4 ? is_between(text[2], 0x81, 0xfe) && is_between(text[3], '0', '9')
                    : is_between(text[1], 0x40, 0x7e) || is_between(text[1], 0x80, 0xfe);
}

static bool is_euc_jp(const byte *text, int count) {
  switch (text[0]) {
    case SINGLE_SHIFT_2: return is_between(text[1], 0xa1, 0xdf);
    case SINGLE_SHIFT_3: return are_euc(text + 1, 2);
    default: return are_euc(text, count);
  }
}

static bool is_euc_tw(const byte *text) {
  switch (text[0]) {
    case SINGLE_SHIFT_2: return is_between(text[1], 0xa1, 0xa7) && are_euc(text + 2, 2);
    case SINGLE_SHIFT_3: return false;
    default: return is_euc(text[1]);
  }
}

static bool is_mule(const byte *text, int count) {
  for (int i = 1; i < count; i++) {
    if (is_ascii(text[i])) {
      return false;
    }
  }
  return true;
}

/* Whether so many bytes, which are a character's by its first ones, are one. */
static bool is_character(enum encoding encoding, const byte *text, int count) {
  switch (encoding) {
    case UTF8: return is_utf8_character(text, count);
    case EUC_JP:
    case EUC_JIS_2004: return is_euc_jp(text, count);
    case EUC_KR:
    case EUC_CN: return are_euc(text, 2);
    case EUC_TW: return is_euc_tw(text);
    case JOHAB: return are_euc(text + 1, count - 1);
    case SJIS:
    case SHIFT_JIS_2004: return is_sjis(text, count);
    case BIG5:
    case GBK:
    case UHC: return text[1] != 0 && !is_never_valid(text);
    case GB18030: return is_gb18030(text, count);
    case MULE_INTERNAL: return is_mule(text, count);
    default: return true;
  }
}

int checked_character_length(enum encoding encoding, const byte *text, int length) {
  if (length < 1) {
    return -1;
  }
  if (is_ascii(text[0])) {
    return encoding == UTF8 && text[0] == 0 ? -1 : 1;
  }
  /* These have no code sets behind shifts, although lengths are as if they had. */
  int count = encoding == EUC_KR || encoding == EUC_CN ? 2 : character_length(encoding, text, length);
  return count <= length && is_character(encoding, text, count) ? count : -1;
}

u32 pg_encoding_verifymbchar(rt_guest *g, u32 encoding, u32 text, u32 length) {
  return (u32)checked_character_length((enum encoding)encoding, text_at(g, text), (int)length);
}

u32 pg_utf8_islegal(rt_guest *g, u32 text, u32 length) {
  return is_utf8_character(text_at(g, text), (int)length);
}
