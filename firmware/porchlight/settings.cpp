#include "settings.h"

#include <string.h>

#include "flash.h"

namespace {

const char kNames[] PROGMEM = "range_min_cm\0range_max_cm\0temperature\0busy_ms\0idle_ms\0baud\0led\0name\0";

// The usual value, and the bounds.
const int16_t kNumberOf[kNumbers][3] PROGMEM = {
    {5, 2, 400},       // the HC-SR04's reach by its data sheet
    {150, 2, 400},
    {20, -40, 60},
    {60, 60, 1000},    // a ping; what the host may hear nothing for
    {1000, 60, 1000},
};

// A decimal without leading zeros; false if it is none.
bool parse(const char* text, int16_t* number) {
  bool isNegative = *text == '-';
  if (isNegative) {
    text++;
  }
  int16_t sum = 0;
  uint8_t digits = 0;
  for (; text[digits] != 0; digits++) {
    uint8_t digit = static_cast<uint8_t>(text[digits] - '0');
    if (digits == 4 || digit > 9 || (digits == 1 && sum == 0)) {
      return false;
    }
    sum = static_cast<int16_t>(sum * 10 + digit);
  }
  *number = isNegative ? static_cast<int16_t>(-sum) : sum;
  return digits > 0 && !(isNegative && sum == 0);
}

// Only the speeds at which a host listens for a board it does not know; at another it would be lost.
bool setBaud(Settings& settings, const char* value) {
  bool isSlow = strcmp(value, "9600") == 0;
  if (!isSlow && strcmp(value, "115200") != 0) {
    return false;
  }
  settings.isSlow = isSlow;
  return true;
}

bool setLed(Settings& settings, const char* value) {
  if ((value[0] != '0' && value[0] != '1' && value[0] != 'a') || value[1] != 0) {
    return false;
  }
  settings.led = value[0];
  return true;
}

bool setName(Settings& settings, const char* value) {
  if (strlen(value) > Settings::kMaxName || strchr(value, '.') != nullptr) {
    return false;
  }
  strncpy(settings.name, value, Settings::kMaxName);
  return true;
}

}  // namespace

void Settings::reset() {
  memset(this, 0, sizeof *this);
  for (uint8_t i = 0; i < kNumbers; i++) {
    numbers[i] = flashWord(&kNumberOf[i][0]);
  }
  led = 'a';
  strncpy(name, "porch", kMaxName);
}

Key keyOf(const char* name) {
  const char* known = kNames;
  for (uint8_t key = 0; key < kKeys; key++) {
    const char* at = name;
    bool isSame = true;
    char c;
    do {
      c = flashChar(known++);
      isSame = isSame && *at++ == c;
    } while (c != 0);
    if (isSame) {
      return static_cast<Key>(key);
    }
  }
  return kKeys;
}

bool set(Settings& settings, Key key, const char* value) {
  int16_t number;
  switch (key) {
    case kBaud:
      return setBaud(settings, value);
    case kLed:
      return setLed(settings, value);
    case kName:
      return setName(settings, value);
    default:
      if (!parse(value, &number) || number < flashWord(&kNumberOf[key][1]) || number > flashWord(&kNumberOf[key][2])) {
        return false;
      }
      settings.numbers[key] = number;
      return true;
  }
}

void tell(const Settings& settings, Key key, Line& line) {
  line.begin('A');
  line.fieldFromFlash(nthText(kNames, key));
  char led[2] = {settings.led, 0};
  switch (key) {
    case kBaud:
      line.field(settings.baud());
      break;
    case kLed:
      line.field(led);
      break;
    case kName:
      line.field(settings.name);
      break;
    default:
      line.signedField(settings.numbers[key]);
      break;
  }
  line.end();
}
