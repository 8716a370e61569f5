// What outlives a reset while the power stays: it lies in memory that the start does not clear (.noinit), and a
// checksum tells it from what power-on leaves there.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "background.h"
#include "crc16.h"

struct Kept {
  Background background;
  uint16_t settledPings;  // for how long the motion sensor has had power, up to the end of its settling
  uint16_t crc;

  void reset() {
    background.forget();
    settledPings = 0;
    seal();
  }
  void seal() { crc = checksum(); }
  bool isWhole() const { return crc == checksum(); }

 private:
  // Another layout of another firmware is not taken for ours.
  uint16_t checksum() const { return static_cast<uint16_t>(crc16(this, offsetof(Kept, crc)) ^ sizeof(Kept)); }
};
