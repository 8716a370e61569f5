#include "keeper.h"

#include <stddef.h>

#include "crc16.h"

Keeper::Found Keeper::load(Read read, Settings& settings) {
  bool isBlank = true;
  bool isFound = false;
  for (uint8_t slot = 0; slot < 2; slot++) {
    bool isWhole = readImage(read, slot);
    isBlank = isBlank && image_.layout == 0xFF && image_.turn == 0xFF;
    if (isWhole && (!isFound || static_cast<int8_t>(image_.turn - turn_) > 0)) {
      isFound = true;
      turn_ = image_.turn;
      slot_ = slot;
      settings = image_.settings;
    }
  }
  if (!isFound) {
    settings.reset();
    return isBlank ? kBlank : kDamaged;
  }
  return kKept;
}

void Keeper::keep(const Settings& settings) {
  if (!isWriting()) {
    slot_ ^= 1;
    turn_++;
  }
  image_.layout = kLayout;
  image_.turn = turn_;
  image_.settings = settings;
  image_.crc = checksum(image_);
  left_ = sizeof image_;
}

void Keeper::step(Read read, Write write) {
  uint8_t next = static_cast<uint8_t>(sizeof image_ - left_);
  uint16_t address = static_cast<uint16_t>(addressOf(slot_) + next);
  uint8_t byte = reinterpret_cast<const uint8_t*>(&image_)[next];
  if (read(address) != byte) {
    write(address, byte);
  }
  left_--;
}

uint16_t Keeper::checksum(const Image& image) { return crc16(&image, offsetof(Image, crc)); }

bool Keeper::readImage(Read read, uint8_t slot) {
  uint8_t* bytes = reinterpret_cast<uint8_t*>(&image_);
  for (uint8_t i = 0; i < sizeof(Image); i++) {
    bytes[i] = read(static_cast<uint16_t>(addressOf(slot) + i));
  }
  return image_.layout == kLayout && image_.crc == checksum(image_);
}
