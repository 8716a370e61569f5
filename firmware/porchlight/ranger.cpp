#include "ranger.h"

namespace {

// 2 cm to 4 m by the data sheet; what a warm day adds, see ../PROTOCOL.md.
const uint16_t kMinMm = 20;
const uint16_t kMaxMm = 4500;

const uint32_t kLongestUs = 30000;  // 4.5 m take 29.3 ms at -40 C

}  // namespace

uint16_t millimetres(uint32_t pulseUs, int8_t celsius) {
  uint16_t cmPerSecond = static_cast<uint16_t>(33130 + 61 * celsius);
  return static_cast<uint16_t>((pulseUs * cmPerSecond + 100000) / 200000);
}

Ping Ranger::fallen(int8_t celsius) {
  told_ = true;
  uint32_t pulseUs = fellUs_ - roseUs_;
  uint16_t mm = pulseUs > kLongestUs ? 0 : millimetres(pulseUs, celsius);
  if (mm < kMinMm || mm > kMaxMm) {
    return {Ping::kNoEcho, 0};
  }
  return {Ping::kDistance, mm};
}

Ping Ranger::giveUp(bool isHigh, uint32_t us) {
  told_ = true;
  if (phase_ == kHigh) {
    return {us - roseUs_ >= kStuckUs ? Ping::kStuckHigh : Ping::kNoEcho, 0};
  }
  return {isHigh ? Ping::kStuckHigh : Ping::kNeverRose, 0};
}
