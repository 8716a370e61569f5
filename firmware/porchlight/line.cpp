#include "line.h"

#include "crc16.h"
#include "flash.h"

namespace {

const uint8_t kPowers = 10;
const uint32_t kPowerOfTen[kPowers] PROGMEM = {1000000000, 100000000, 10000000, 1000000, 100000,
                                               10000,      1000,      100,      10,      1};

}  // namespace

char hexDigit(uint8_t digit) { return static_cast<char>(digit < 10 ? '0' + digit : 'A' - 10 + digit); }

void Line::begin(char type) {
  length_ = 0;
  add('$');
  add(type);
}

void Line::field(const char* text) {
  add(',');
  while (*text != 0) {
    add(*text++);
  }
}

void Line::fieldFromFlash(const char* text) {
  add(',');
  for (char c; (c = flashChar(text)) != 0; text++) {
    add(c);
  }
}

void Line::field(uint32_t number) {
  add(',');
  addNumber(number);
}

void Line::signedField(int16_t number) {
  add(',');
  if (number < 0) {
    add('-');
  }
  addNumber(number < 0 ? static_cast<uint32_t>(-static_cast<int32_t>(number)) : static_cast<uint32_t>(number));
}

void Line::end() {
  uint16_t crc = crc16(bytes_ + 1, length_ - 1);
  add('*');
  addHex(static_cast<uint8_t>(crc >> 8));
  addHex(static_cast<uint8_t>(crc));
  add('\n');
}

void Line::add(char c) {
  if (length_ < kMax) {
    bytes_[length_++] = c;
  }
}

// Subtracting powers of ten takes a third of the time of dividing: the AVR cannot divide.
void Line::addNumber(uint32_t number) {
  uint8_t i = 0;
  while (i < kPowers - 1 && flashLong(&kPowerOfTen[i]) > number) {
    i++;
  }
  for (; i < kPowers; i++) {
    uint32_t power = flashLong(&kPowerOfTen[i]);
    char digit = '0';
    while (number >= power) {
      number -= power;
      digit++;
    }
    add(digit);
  }
}

void Line::addHex(uint8_t number) {
  add(hexDigit(number >> 4));
  add(hexDigit(number & 15));
}
