// The board: takes in pings, motion edges and commands, and decides what to say and what its lamps show. It touches no
// pin. Its clock is the ping, which comes every 60 ms whatever the rangefinder does; times to be told are handed in.
#pragma once

#include <stdint.h>

#include "faults.h"
#include "inbox.h"
#include "kept.h"
#include "line.h"
#include "median.h"
#include "ranger.h"
#include "settings.h"

class Board {
 public:
  Settings settings = {};

  // Once, before anything else, when the settings are known.
  void start(Kept& kept);
  void settingsWereLost() { faults_.now(kSettingsLost, true); }
  void hung() { hungPings_ = kOverPings; }

  void pinged(Ping ping);
  void motionEdge(uint32_t ms);
  void motionChatters() { chatterPings_ = kOverPings; }

  // Not while the refusal of the command before is still to be said.
  bool mayObey() const { return refusedKey_[0] == 0; }

  // True if it changed a setting that is to be kept.
  bool obey(const Command& command);

  // All settings are kept by now; their acknowledgements may go out.
  void settingsAreKept() {
    isQuiet_ = isQuiet_ && unkept_ == 0;
    unkept_ = 0;
  }

  // Writes the next line there is to say; false if there is none. An edge is said before anything else, and the next
  // one may come only then.
  bool say(uint32_t now, Line& line);

  // Whether the acknowledgement of the speed is said, after which the line changes to it.
  bool isSpeedTold() const { return (answers_ & (1 << kBaud)) == 0; }

  bool isLit(uint16_t now) const;
  bool isLightOn() const { return lightPings_ > 0; }

 private:
  static const uint16_t kOverPings = 1000;  // 60 s: then what happened once is over

  void watchSensor(Ping::Kind kind);
  void countDown();
  void scheduleReport();
  bool isWarmingUp() const;
  bool isInRange() const;
  void change(Key key, bool isNew);
  void report(uint32_t ms, bool isEdge, Line& line);
  void hello(uint32_t now, Line& line);
  bool answer(Line& line);

  Kept* kept_ = nullptr;
  Median median_;
  Faults faults_;
  uint32_t edgeMs_ = 0;
  uint16_t seq_ = 0;
  uint16_t mm_ = Median::kNone;
  uint16_t motionPings_ = 0;   // since the motion began
  uint16_t lightPings_ = 0;    // until the light goes off by itself
  uint16_t chatterPings_ = 0;  // until chatter is over
  uint16_t hungPings_ = 0;     // until hanging is forgiven
  uint8_t activePings_ = 0;    // until nothing is going on
  uint8_t reportPings_ = 0;    // since the last report
  uint8_t deadPings_ = 0;
  uint8_t stuckPings_ = 0;
  uint8_t goodPings_ = 0;
  uint8_t answers_ = 0;  // keys to acknowledge
  uint8_t unkept_ = 0;   // keys whose acknowledgement waits for the EEPROM
  char refusedKey_[17] = {};
  char led_ = 0;
  bool isRefusedUnknown_ = false;
  bool isWarm_ = false;
  bool isMotion_ = false;
  bool isEdgeUnsaid_ = false;
  bool isHelloDue_ = false;
  bool isReportDue_ = false;
  bool isQuiet_ = false;  // nothing is to be said, which is asked each millisecond
  bool isLedAnswerDue_ = false;
  bool isLightAnswerDue_ = false;
};
