// Edges of the motion sensor, from the interrupt to the line. They alternate, so only their times are kept.
#pragma once

#include <stdint.h>

class Edges {
 public:
  // In the interrupt, or with interrupts off: the sensor's line is now like this.
  void push(bool isHigh, uint32_t ms) {
    if (isHigh == newest_) {
      return;
    }
    newest_ = isHigh;
    if (count_ == kRoom) {
      // This edge undoes the one before it. No motion sensor is so fast (an HC-SR501 holds for 3 s); a loose wire is.
      count_--;
      joined_ = true;
      return;
    }
    ms_[static_cast<uint8_t>(first_ + count_) % kRoom] = ms;
    count_++;
  }

  bool isEmpty() const { return count_ == 0; }

  // The oldest one's time; with interrupts off, and not when empty.
  uint32_t pop() {
    uint32_t ms = ms_[first_];
    first_ = static_cast<uint8_t>((first_ + 1) % kRoom);
    count_--;
    return ms;
  }

  // Whether edges came faster than the line could tell them; asks once. With interrupts off.
  bool takeJoined() {
    bool joined = joined_;
    joined_ = false;
    return joined;
  }

 private:
  static const uint8_t kRoom = 16;

  uint32_t ms_[kRoom] = {};
  uint8_t first_ = 0;
  volatile uint8_t count_ = 0;
  bool newest_ = false;
  bool joined_ = false;
};
