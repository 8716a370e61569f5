// A line of the wire that the board says: $<type>,<field>,...*<CRC>\n (../PROTOCOL.md).
#pragma once

#include <stdint.h>

// Upper-case.
char hexDigit(uint8_t digit);

class Line {
 public:
  static const uint8_t kMax = 65;  // with its end

  void begin(char type);
  void field(const char* text);
  void fieldFromFlash(const char* text);
  void field(uint32_t number);
  void signedField(int16_t number);
  void hexField(uint8_t number) {
    add(',');
    addHex(number);
  }
  void end();

  const char* bytes() const { return bytes_; }
  uint8_t length() const { return length_; }

 private:
  void add(char c);
  void addNumber(uint32_t number);
  void addHex(uint8_t number);

  char bytes_[kMax];
  uint8_t length_ = 0;
};
