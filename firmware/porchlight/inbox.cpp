#include "inbox.h"

#include "crc16.h"
#include "line.h"

namespace {

const uint8_t kCrcLength = 5;  // with its star
const uint8_t kMaxField = 16;

bool isOneOf(const char* field, const char* letters) {
  for (; *letters != 0; letters++) {
    if (field[0] == *letters && field[1] == 0) {
      return true;
    }
  }
  return false;
}

bool isKeyLetter(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

bool isValueLetter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' || c == '-';
}

bool isAll(const char* field, bool (*isLetter)(char)) {
  uint8_t length = 0;
  for (; field[length] != 0; length++) {
    if (length == kMaxField || !isLetter(field[length])) {
      return false;
    }
  }
  return length > 0;
}

// Whether the four digits are those of the number.
bool isHex(uint16_t number, const char* digits) {
  while (*digits != 0 && *digits == hexDigit(static_cast<uint8_t>(number >> 12))) {
    digits++;
    number = static_cast<uint16_t>(number << 4);
  }
  return *digits == 0;
}

}  // namespace

Inbox::Verdict Inbox::take(char byte) {
  if (byte == '\n' || byte == '\r') {
    Verdict verdict = spoilt_ != kMore || length_ == 0 ? spoilt_ : check();
    spoilt_ = kMore;
    length_ = 0;
    return verdict;
  }
  if (spoilt_ == kMore && (byte < ' ' || byte > '~')) {
    spoilt_ = kText;
  } else if (spoilt_ == kMore && length_ == kMaxLength) {
    spoilt_ = kLong;
  } else if (spoilt_ == kMore) {
    line_[length_++] = byte;
  }
  return kMore;
}

Inbox::Verdict Inbox::check() {
  uint8_t star = length_ - kCrcLength;
  if (length_ < kCrcLength + 2 || line_[0] != '$' || line_[star] != '*') {
    return kShape;
  }
  line_[length_] = 0;
  if (!isHex(crc16(line_ + 1, star - 1), line_ + star + 1)) {
    return kCrc;
  }
  return understand(star);
}

Inbox::Verdict Inbox::understand(uint8_t end) {
  const char* fields[3] = {line_ + 1, nullptr, nullptr};
  uint8_t count = 1;
  for (uint8_t i = 1; i < end; i++) {
    if (line_[i] == ',') {
      line_[i] = 0;
      if (count < 3) {
        fields[count] = line_ + i + 1;
      }
      count++;
    }
  }
  line_[end] = 0;
  char type = fields[0][0];
  if (!isOneOf(fields[0], "QGSLT")) {
    return kType;
  }
  bool isGood;
  if (type == 'S') {
    isGood = count == 3 && isAll(fields[1], isKeyLetter) && isAll(fields[2], isValueLetter);
  } else if (type == 'L' || type == 'T') {
    isGood = count == 2 && isOneOf(fields[1], type == 'L' ? "01a" : "01");
  } else {
    isGood = count == 1;
  }
  if (!isGood) {
    return kFields;
  }
  command_.type = type;
  command_.key = type == 'S' ? fields[1] : nullptr;
  command_.value = type == 'S' ? fields[2] : fields[1];
  return kGood;
}
