// What the host may set, and the board keeps.
#pragma once

#include <stdint.h>

#include "line.h"

// The settings by number, in the order in which they are told: first those that are plain numbers.
enum Key : uint8_t {
  kRangeMinCm,
  kRangeMaxCm,
  kTemperature,
  kBusyMs,
  kIdleMs,
  kNumbers,
  kBaud = kNumbers,
  kLed,
  kName,
  kKeys
};

struct Settings {
  static const uint8_t kMaxName = 16;

  // Range in cm, air temperature in degrees Celsius (for the speed of sound), ms between reports while something is
  // going on and while nothing is.
  int16_t numbers[kNumbers];
  uint8_t isSlow;  // 9600 baud
  char led;        // '0', '1' or 'a'
  char name[kMaxName + 1];

  void reset();
  uint16_t rangeMinMm() const { return static_cast<uint16_t>(numbers[kRangeMinCm] * 10); }
  uint16_t rangeMaxMm() const { return static_cast<uint16_t>(numbers[kRangeMaxCm] * 10); }
  int8_t celsius() const { return static_cast<int8_t>(numbers[kTemperature]); }
  uint32_t baud() const { return isSlow ? 9600 : 115200; }
};

// kKeys if there is none of this name.
Key keyOf(const char* name);

// False if the value is none for this key; then nothing changes.
bool set(Settings& settings, Key key, const char* value);

// Its acknowledgement.
void tell(const Settings& settings, Key key, Line& line);
