#include "faults.h"

#include "flash.h"

namespace {

// In the order of their codes, 40 characters each at most.
const char kTexts[] PROGMEM =
    "no answer from D5: check rangefinder\0"
    "echo on D5 stays high: check rangefinder\0"
    "motion on D3 for 30 min: check sensor\0"
    "motion on D3 chatters: check its wire\0"
    "settings were damaged: set them anew\0"
    "it hung and started itself anew\0";

}  // namespace

void Faults::now(Fault fault, bool isSo) {
  if (isSo == stands(fault)) {
    return;
  }
  standing_ ^= maskOf(fault);
  if (isSo) {
    untold_ |= maskOf(fault);
  } else {
    over_ |= maskOf(fault);
    untold_ = standing_;  // whoever hears that one is over hears which are not
  }
}

bool Faults::tell(Line& line) {
  if ((over_ | untold_) == 0) {
    return false;
  }
  bool isOver = over_ != 0;
  uint8_t fault = 1;
  while (((isOver ? over_ : untold_) & maskOf(fault)) == 0) {
    fault++;
  }
  line.begin(isOver ? 'C' : 'F');
  line.field(static_cast<uint32_t>(fault));
  if (isOver) {
    over_ &= static_cast<uint8_t>(~maskOf(fault));
  } else {
    line.fieldFromFlash(nthText(kTexts, fault - 1));
    untold_ &= static_cast<uint8_t>(~maskOf(fault));
  }
  line.end();
  return true;
}
