// The serial line, in interrupts. The Arduino core's Serial would take 1 kB more and put two lines before an edge; this
// one sends from the line itself, so that at most the line under way comes first.
#pragma once

#include <stdint.h>

class Uart {
 public:
  // At 9600 or 115200 baud, 8N1.
  static void begin(bool isSlow);

  // Whether the next line may be sent, and this one's bytes are no longer needed.
  static bool isFree();

  // Whether the last bit is out.
  static bool isSilent();

  static void send(const char* bytes, uint8_t length);

  // The next byte that came, or -1.
  static int16_t take();
};
