#include "board.h"

#include <string.h>

#include "flash.h"

namespace {

const char kProtocolAndFirmware[] PROGMEM = "1,1.0.0";
const char kCold[] PROGMEM = "cold";
const char kWarm[] PROGMEM = "warm";
const char kUnknown[] PROGMEM = "unknown";
const char kRange[] PROGMEM = "range";
const char kLedName[] PROGMEM = "led";
const char kLightName[] PROGMEM = "light";

enum Flag : uint8_t { kMotionFlag = 1, kNearFlag = 2, kWarmUpFlag = 4, kLearningFlag = 8, kEdgeFlag = 16 };

const uint8_t kPingMs = 60;                  // HC-SR04 data sheet: no faster, or it hears the ping before
const uint16_t kWarmUpPings = 1000;          // 60 s: an HC-SR501 takes nearly a minute to settle (Elegoo's manual)
const uint8_t kAfterPings = 34;              // 2 s
const uint16_t kMotionStaysOnPings = 30000;  // 30 min: a sensor holds for 5 min at most (Elegoo's manual)
const uint16_t kLightPings = 5000;           // 5 min: when the host falls silent, the light does not burn all night
const uint8_t kFaultyPings = 50;             // 3 s

// Counts up to a limit, or starts over.
void count(uint8_t* pings, bool isSo) {
  if (!isSo) {
    *pings = 0;
  } else if (*pings < kFaultyPings) {
    ++*pings;
  }
}

// Counts down; whether it is not at its end.
bool isLeft(uint16_t* pings) {
  if (*pings > 0) {
    --*pings;
  }
  return *pings > 0;
}

}  // namespace

void Board::start(Kept& kept) {
  kept_ = &kept;
  isWarm_ = kept.isWhole();
  if (!isWarm_) {
    kept.reset();
  }
  led_ = settings.led;
  isHelloDue_ = true;
}

void Board::pinged(Ping ping) {
  if (isWarmingUp()) {
    kept_->settledPings++;
  }
  watchSensor(ping.kind);
  countDown();
  median_.add(ping.kind == Ping::kDistance ? ping.mm : Median::kNone);
  mm_ = median_.value();
  if (ping.kind <= Ping::kNoEcho) {
    bool isTrusted = !isWarmingUp() && !faults_.stands(kMotionStaysOn);
    kept_->background.ping(mm_, isMotion_ && isTrusted);
  }
  kept_->seal();
  scheduleReport();
  isQuiet_ = false;
}

void Board::watchSensor(Ping::Kind kind) {
  count(&deadPings_, kind == Ping::kNeverRose);
  count(&stuckPings_, kind == Ping::kStuckHigh);
  count(&goodPings_, kind <= Ping::kNoEcho);
  bool isDead = deadPings_ == kFaultyPings;
  bool isStuck = stuckPings_ == kFaultyPings;
  if (isDead || isStuck || goodPings_ == kFaultyPings) {
    faults_.now(kEchoNeverRises, isDead);
    faults_.now(kEchoStaysHigh, isStuck);
  }
  if (isDead || isStuck) {
    kept_->background.blind();
  }
}

void Board::countDown() {
  if (!isMotion_) {
    motionPings_ = 0;
  } else if (motionPings_ < kMotionStaysOnPings) {
    motionPings_++;
  }
  faults_.now(kMotionStaysOn, motionPings_ == kMotionStaysOnPings);
  faults_.now(kMotionChatters, isLeft(&chatterPings_));
  faults_.now(kHung, isLeft(&hungPings_));
  if (isLightOn() && !isLeft(&lightPings_)) {
    isLightAnswerDue_ = true;
  }
}

// A report is due with this ping if the next one would come too late for it.
void Board::scheduleReport() {
  if (isMotion_ || kept_->background.isNear()) {
    activePings_ = kAfterPings;
  } else if (activePings_ > 0) {
    activePings_--;
  }
  reportPings_++;
  int16_t pace = settings.numbers[activePings_ > 0 ? kBusyMs : kIdleMs];
  if ((reportPings_ + 1) * kPingMs > pace) {
    isReportDue_ = true;
    reportPings_ = 0;
  }
}

void Board::motionEdge(uint32_t ms) {
  isMotion_ = !isMotion_;
  edgeMs_ = ms;
  isEdgeUnsaid_ = true;
  isQuiet_ = false;
}

bool Board::isWarmingUp() const { return kept_->settledPings < kWarmUpPings; }

bool Board::isInRange() const {
  return mm_ != Median::kNone && mm_ >= settings.rangeMinMm() && mm_ <= settings.rangeMaxMm();
}

bool Board::obey(const Command& command) {
  isQuiet_ = false;
  switch (command.type) {
    case 'Q':
      isHelloDue_ = true;
      return false;
    case 'G':
      answers_ = 0xFF;
      return false;
    case 'L':
      led_ = command.value[0];
      isLedAnswerDue_ = true;
      return false;
    case 'T':
      lightPings_ = command.value[0] == '1' ? kLightPings : 0;
      isLightAnswerDue_ = true;
      return false;
    default:
      break;
  }
  Key key = keyOf(command.key);
  Settings before = settings;
  if (key == kKeys || !set(settings, key, command.value)) {
    isRefusedUnknown_ = key == kKeys;
    strncpy(refusedKey_, command.key, sizeof refusedKey_ - 1);
    return false;
  }
  // A host says the same at each hello, and the EEPROM bears 100,000 writes (ATmega328P data sheet).
  bool isNew = memcmp(&before, &settings, sizeof before) != 0 || faults_.stands(kSettingsLost);
  change(key, isNew);
  return isNew;
}

void Board::change(Key key, bool isNew) {
  uint8_t mask = static_cast<uint8_t>(1 << key);
  answers_ |= mask;
  if (isNew || unkept_ != 0) {
    unkept_ |= mask;
  }
  if (key == kLed) {
    led_ = settings.led;
  }
  faults_.now(kSettingsLost, false);
}

bool Board::say(uint32_t now, Line& line) {
  if (isQuiet_) {
    return false;
  }
  if (isEdgeUnsaid_) {
    isEdgeUnsaid_ = false;
    report(edgeMs_, true, line);
  } else if (isHelloDue_) {
    isHelloDue_ = false;
    faults_.tellAgain();
    hello(now, line);
  } else if (answer(line) || faults_.tell(line)) {
    return true;
  } else if (isReportDue_) {
    isReportDue_ = false;
    report(now, false, line);
  } else {
    isQuiet_ = true;
  }
  return !isQuiet_;
}

void Board::report(uint32_t ms, bool isEdge, Line& line) {
  uint8_t flags = isEdge ? kEdgeFlag : 0;
  if (isMotion_) {
    flags |= kMotionFlag;
  }
  if (kept_->background.isNear()) {
    flags |= kNearFlag;
  }
  if (isWarmingUp()) {
    flags |= kWarmUpFlag;
  }
  if (kept_->background.isLearning()) {
    flags |= kLearningFlag;
  }
  line.begin('R');
  line.field(static_cast<uint32_t>(seq_++));
  line.field(ms);
  line.hexField(flags);
  if (mm_ == Median::kNone) {
    line.field("-");
  } else {
    line.field(static_cast<uint32_t>(mm_));
  }
  line.end();
}

void Board::hello(uint32_t now, Line& line) {
  line.begin('H');
  line.fieldFromFlash(kProtocolAndFirmware);
  line.field(settings.name);
  line.field(now);
  line.fieldFromFlash(isWarm_ ? kWarm : kCold);
  line.end();
}

bool Board::answer(Line& line) {
  uint8_t ready = answers_ & static_cast<uint8_t>(~unkept_);
  if (ready != 0) {
    uint8_t key = 0;
    while ((ready & (1 << key)) == 0) {
      key++;
    }
    answers_ &= static_cast<uint8_t>(~(1 << key));
    tell(settings, static_cast<Key>(key), line);
    return true;
  }
  if (refusedKey_[0] != 0) {
    line.begin('N');
    line.field(refusedKey_);
    line.fieldFromFlash(isRefusedUnknown_ ? kUnknown : kRange);
    refusedKey_[0] = 0;
  } else if (isLedAnswerDue_ || isLightAnswerDue_) {
    char state[2] = {isLedAnswerDue_ ? led_ : isLightOn() ? '1' : '0', 0};
    line.begin('A');
    line.fieldFromFlash(isLedAnswerDue_ ? kLedName : kLightName);
    line.field(state);
    isLightAnswerDue_ = isLightAnswerDue_ && isLedAnswerDue_;
    isLedAnswerDue_ = false;
  } else {
    return false;
  }
  line.end();
  return true;
}

// A walk test without any computer: dark means nobody, lit means motion, flickering means somebody in range. A slow
// blink: the motion sensor settles or the background is learned. Two flashes every two seconds: something is broken.
bool Board::isLit(uint16_t now) const {
  if (led_ != 'a') {
    return led_ == '1';
  }
  if (faults_.any()) {
    return (now & 2047) < 512 && (now & 128) != 0;
  }
  if (kept_->background.isNear() && isInRange()) {
    return (now & 128) != 0;
  }
  if (isWarmingUp() || kept_->background.isLearning()) {
    return (now & 512) != 0;
  }
  return isMotion_;
}
