// The middle of those of the last five pings that found something, if there are two that agree: a lone false echo says
// nothing, and a person whose coat swallows every third echo stays.
#pragma once

#include <stdint.h>

class Median {
 public:
  static const uint16_t kNone = 0;

  // kNone for a ping that found nothing.
  void add(uint16_t mm) {
    last_[next_] = mm;
    next_ = next_ == kPings - 1 ? 0 : next_ + 1;
  }

  // kNone if too few found anything.
  uint16_t value() const {
    uint16_t sorted[kPings];
    uint8_t count = 0;
    for (uint8_t i = 0; i < kPings; i++) {
      if (last_[i] != kNone) {
        uint8_t at = count++;
        for (; at > 0 && sorted[at - 1] > last_[i]; at--) {
          sorted[at] = sorted[at - 1];
        }
        sorted[at] = last_[i];
      }
    }
    if (count < 2) {
      return kNone;
    }
    uint8_t middle = (count - 1) / 2;
    bool agrees = (middle > 0 && sorted[middle] - sorted[middle - 1] <= kAgreeMm) ||
                  sorted[middle + 1] - sorted[middle] <= kAgreeMm;
    return agrees ? sorted[middle] : kNone;
  }

 private:
  static const uint8_t kPings = 5;
  static const uint16_t kAgreeMm = 100;

  uint16_t last_[kPings] = {0, 0, 0, 0, 0};
  uint8_t next_ = 0;
};
