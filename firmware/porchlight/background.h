// What the rangefinder sees when nobody is there, learned. It has no constructor, for it outlives a reset in memory
// that is not initialised (kept.h).
#pragma once

#include <stdint.h>

class Background {
 public:
  void forget();

  // Takes in the median of one ping of a sensor that works (Median::kNone: nothing within reach). While somebody moves,
  // nothing is learned.
  void ping(uint16_t mm, bool isMotion);

  // The sensor broke: what it saw last may be gone.
  void blind();

  bool isLearning() const { return !isLearned_; }
  bool isNear() const { return isNear_; }
  uint16_t wallMm() const { return static_cast<uint16_t>((wall_ + 128) >> 8); }

 private:
  void watchSteadiness(uint16_t mm, bool isMotion);
  void settleOn(uint16_t mm);
  void decideNear(int16_t closer);

  uint32_t wall_;  // in 1/256 mm, so that rounding does not make it drift
  uint16_t candidateMm_;
  uint16_t steady_;   // pings for which the candidate has held
  uint16_t learning_;  // pings spent on learning
  uint8_t hits_;
  uint8_t misses_;
  bool isLearned_;
  bool isNear_;
};
