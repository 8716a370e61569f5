// The golden lines, which the host's tests read too.
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "crc16.h"
#include "inbox.h"
#include "line.h"

static const char kVectors[] PROGMEM =
#include "vectors.inc"
    ;

namespace {

// One golden line: verdict, direction, the bytes on the wire, and their meaning.
struct Vector {
  bool isGood;
  bool isFromBoard;
  char wire[80];
  uint8_t length;
  char meaning[110];
};

uint8_t hexValue(char c) { return static_cast<uint8_t>(c <= '9' ? c - '0' : c - 'A' + 10); }

// Reads the next one; false at the end.
bool next(const char** at, Vector* vector) {
  if (flashChar(*at) == 0) {
    return false;
  }
  uint8_t field = 0;
  uint8_t meaning = 0;
  vector->length = 0;
  for (uint8_t i = 0;; i++) {
    char c = flashChar((*at)++);
    if (c == '\n') {
      break;
    }
    if (c == '\t') {
      field++;
      i = 0xFF;
    } else if (field == 0 && i == 0) {
      vector->isGood = c == 'o';
    } else if (field == 1 && i == 0) {
      vector->isFromBoard = c == 'b';
    } else if (field == 2) {
      if (c == '\\') {
        c = static_cast<char>(hexValue(flashChar(*at + 1)) * 16 + hexValue(flashChar(*at + 2)));
        *at += 3;
      }
      vector->wire[vector->length++] = c;
    } else if (field == 3) {
      vector->meaning[meaning++] = c;
    }
  }
  vector->meaning[meaning] = 0;
  return true;
}

Inbox::Verdict take(Inbox* inbox, const Vector& vector) {
  for (uint8_t i = 0; i < vector.length; i++) {
    if (inbox->take(vector.wire[i]) != Inbox::kMore) {
      return Inbox::kMore;
    }
  }
  return inbox->take('\n');
}

const char kReasons[] PROGMEM = "more\0good\0shape\0crc\0type\0fields\0text\0long\0";

bool isInFlash(const char* flash, const char* text) {
  while (*text != 0 && *text == flashChar(flash)) {
    text++;
    flash++;
  }
  return *text == flashChar(flash);
}

bool isReason(Inbox::Verdict verdict, const char* reason) { return isInFlash(nthText(kReasons, verdict), reason); }

// The word or value at a place of the meaning: of "set key=name value=a" they are set, name, a.
char* part(char* meaning, uint8_t n) {
  char* at = meaning;
  for (; n > 0; n--) {
    at = strchr(at, '=') + 1;
  }
  return at;
}

// Cuts the meaning into its word and its values. The last value may hold spaces.
uint8_t cut(char* meaning, char* parts[9]) {
  uint8_t count = 1;
  for (char* at = meaning; (at = strchr(at, '=')) != nullptr; at++) {
    count++;
  }
  for (uint8_t i = 0; i < count; i++) {
    parts[i] = part(meaning, i);
  }
  for (uint8_t i = 0; i + 1 < count; i++) {
    *strchr(parts[i], ' ') = 0;
  }
  return count;
}

bool meansTheSame(const Command& command, char* meaning) {
  char* parts[9];
  uint8_t count = cut(meaning, parts);
  if (count == 1) {
    return command.type == (strcmp(meaning, "ask-hello") == 0 ? 'Q' : 'G');
  }
  if (count == 3) {
    return command.type == 'S' && strcmp(command.key, parts[1]) == 0 && strcmp(command.value, parts[2]) == 0;
  }
  bool isOn = strcmp(parts[1], "on") == 0;
  char state = strcmp(parts[1], "auto") == 0 ? 'a' : isOn ? '1' : '0';
  return command.type == (strcmp(parts[0], "led") == 0 ? 'L' : 'T') && command.value[0] == state;
}

void writeReading(char* const* parts, Line* line) {
  uint8_t flags = 0;
  for (uint8_t i = 0; i < 5; i++) {
    flags |= static_cast<uint8_t>((parts[3 + i][0] - '0') << i);
  }
  line->begin('R');
  line->field(static_cast<uint32_t>(strtoul(parts[1], nullptr, 10)));
  line->field(static_cast<uint32_t>(strtoul(parts[2], nullptr, 10)));
  line->hexField(flags);
  if (parts[8][0] == '-') {
    line->field(parts[8]);
  } else {
    line->field(static_cast<uint32_t>(strtoul(parts[8], nullptr, 10)));
  }
}

void write(char* meaning, Line* line) {
  char* parts[9];
  uint8_t count = cut(meaning, parts);
  if (strcmp(parts[0], "reading") == 0) {
    writeReading(parts, line);
  } else {
    // hello, fault, ack and the word for a refusal begin with their type, but for these
    char first = parts[0][0];
    line->begin(first == 'r' ? 'N' : static_cast<char>(first - 'a' + 'A'));
    for (uint8_t i = 1; i < count; i++) {
      line->field(parts[i]);
    }
  }
  line->end();
}

}  // namespace

TEST(theChecksumIsTheOneOfTheCatalogue) { CHECK(crc16("123456789", 9) == 0x29B1); }

TEST(whatTheHostSaysIsUnderstoodAsItIsMeant) {
  Vector vector;
  Inbox inbox;
  uint8_t good = 0;
  uint8_t bad = 0;
  for (const char* at = kVectors; next(&at, &vector);) {
    if (!vector.isFromBoard) {
      Inbox::Verdict verdict = take(&inbox, vector);
      if (vector.isGood) {
        good++;
        CHECK(verdict == Inbox::kGood && meansTheSame(inbox.command(), vector.meaning));
      } else {
        bad++;
        CHECK(isReason(verdict, vector.meaning));
      }
    }
  }
  CHECK(good >= 15);
  CHECK(bad >= 30);
}

TEST(whatABoardSaysIsWrittenAsItStandsThere) {
  Vector vector;
  Line line;
  uint8_t count = 0;
  for (const char* at = kVectors; next(&at, &vector);) {
    if (vector.isFromBoard && vector.isGood) {
      count++;
      write(vector.meaning, &line);
      CHECK(line.length() == vector.length + 1);
      CHECK(memcmp(line.bytes(), vector.wire, vector.length) == 0);
      CHECK(line.bytes()[vector.length] == '\n');
    }
  }
  CHECK(count >= 20);
}

TEST(whatABoardSaysIsNoCommand) {
  Vector vector;
  Inbox inbox;
  for (const char* at = kVectors; next(&at, &vector);) {
    if (vector.isFromBoard) {
      Inbox::Verdict verdict = take(&inbox, vector);
      bool isHostsWord = verdict == Inbox::kGood && strcmp(vector.meaning, "type") == 0;
      bool isOfNoType = verdict == Inbox::kType && (vector.isGood || strcmp(vector.meaning, "fields") == 0);
      CHECK(isHostsWord || isOfNoType || isReason(verdict, vector.meaning));
    }
  }
}

TEST(aLineAfterADamagedOneIsUnderstood) {
  Inbox inbox;
  uint8_t good = 0;
  for (const char* c = "\r\n\r\n$Q*AB2\x80\n$Q*AB24\r\n$$Q*AB24\n$T,1*2B6B\n"; *c != 0; c++) {
    good += inbox.take(*c) == Inbox::kGood ? 1 : 0;
  }
  CHECK(good == 2);
}
