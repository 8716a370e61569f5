// What of the board does not work: which faults stand, and what is still to be told of them.
#pragma once

#include <stdint.h>

#include "line.h"

enum Fault : uint8_t {
  kEchoNeverRises = 1,
  kEchoStaysHigh = 2,
  kMotionStaysOn = 3,
  kMotionChatters = 4,
  kSettingsLost = 5,
  kHung = 6
};

class Faults {
 public:
  // Whether this is broken now.
  void now(Fault fault, bool isSo);

  bool stands(Fault fault) const { return (standing_ & maskOf(fault)) != 0; }
  bool any() const { return standing_ != 0; }
  void tellAgain() { untold_ = standing_; }

  // Writes the next line there is to tell; false if there is none.
  bool tell(Line& line);

 private:
  static uint8_t maskOf(uint8_t fault) { return static_cast<uint8_t>(1 << fault); }

  uint8_t standing_ = 0;
  uint8_t untold_ = 0;
  uint8_t over_ = 0;
};
