// Keeps the settings in the EEPROM: two images, written in turn, so that a power cut in the middle of one leaves the
// other. An image is a number that counts up, the settings, and a checksum. Writing a byte takes 3.4 ms (ATmega328P
// data sheet), so it is done a byte at a time between other work.
#pragma once

#include <stdint.h>

#include "settings.h"

class Keeper {
 public:
  typedef uint8_t (*Read)(uint16_t address);
  typedef void (*Write)(uint16_t address, uint8_t byte);

  enum Found : uint8_t { kKept, kBlank, kDamaged };

  // The settings kept last; the usual ones if there are none.
  Found load(Read read, Settings& settings);

  // They are to be kept as they are now; what is being written is begun anew.
  void keep(const Settings& settings);

  bool isWriting() const { return left_ > 0; }

  // Writes one byte, if it differs. Call it only while the EEPROM is ready.
  void step(Read read, Write write);

 private:
  struct Image {
    uint8_t layout;
    uint8_t turn;
    Settings settings;
    uint16_t crc;
  };

  static const uint8_t kLayout = 1;

  static uint16_t addressOf(uint8_t slot) { return static_cast<uint16_t>(slot * sizeof(Image)); }
  static uint16_t checksum(const Image& image);
  bool readImage(Read read, uint8_t slot);

  Image image_ = {};
  uint8_t left_ = 0;  // bytes still to be written
  uint8_t slot_ = 0;
  uint8_t turn_ = 0;
};
