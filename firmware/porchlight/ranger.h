// The HC-SR04: from edges of its echo line to what one ping found. Distances are millimetres.
#pragma once

#include <stdint.h>

// What one ping found. Three ways of finding nothing are three different things, and none of them is 0.
struct Ping {
  enum Kind : uint8_t {
    kDistance,
    kNoEcho,      // the sensor works, and nothing is within its reach
    kNeverRose,   // the sensor did not answer: no power, or a wire is off
    kStuckHigh    // the sensor does not come to an end
  };
  Kind kind;
  uint16_t mm;  // of kDistance
};

// Sound goes there and back: half of (331.3 + 0.61 T) m/s, T in degrees Celsius.
uint16_t millimetres(uint32_t pulseUs, int8_t celsius);

// Edges come from the interrupt, everything else from the loop. An edge only moves the phase on, and the loop reads the
// times of a phase that is over, so neither has to wait for the other.
class Ranger {
 public:
  // Just before the trigger pulse.
  void begin() {
    phase_ = kWaiting;
    told_ = false;
  }

  // In the interrupt: the echo line rose or fell at this time.
  void edge(bool isHigh, uint32_t us) {
    if (isHigh && phase_ == kWaiting) {
      roseUs_ = us;
      phase_ = kHigh;
    } else if (!isHigh && phase_ == kHigh) {
      fellUs_ = us;
      phase_ = kFell;
    }
  }

  bool hasFallen() const { return phase_ == kFell && !told_; }
  Ping fallen(int8_t celsius);

  // The time of this ping is over, and nothing was told of it.
  bool isTold() const { return told_; }
  Ping giveUp(bool isHigh, uint32_t us);

  // Whether the sensor is done with the ping before, or will never be. Else it is waited for as long again.
  bool mayPing(uint32_t us) const { return phase_ != kHigh || us - roseUs_ >= kStuckUs; }
  void waitOn() { told_ = false; }

 private:
  enum Phase : uint8_t { kIdle, kWaiting, kHigh, kFell };

  // The data sheet's sensor ends its pulse after 38 ms without an echo; there are clones that take 200 ms.
  static const uint32_t kStuckUs = 250000;

  volatile uint8_t phase_ = kIdle;
  bool told_ = true;
  volatile uint32_t roseUs_ = 0;
  volatile uint32_t fellUs_ = 0;
};
