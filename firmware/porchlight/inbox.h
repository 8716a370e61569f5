// Bytes from the host to commands. What is damaged, too long or of another shape says nothing.
#pragma once

#include <stdint.h>

struct Command {
  char type;  // Q, G, S, L or T
  const char* key;    // of S
  const char* value;  // of S, L and T
};

class Inbox {
 public:
  enum Verdict : uint8_t { kMore, kGood, kShape, kCrc, kType, kFields, kText, kLong };

  // A command holds until the next byte.
  Verdict take(char byte);
  const Command& command() const { return command_; }

 private:
  static const uint8_t kMaxLength = 64;

  Verdict check();
  Verdict understand(uint8_t end);

  char line_[kMaxLength + 1];
  uint8_t length_ = 0;
  Verdict spoilt_ = kMore;
  Command command_ = {0, nullptr, nullptr};
};
