#include <string.h>

#include "board.h"
#include "check.h"

namespace {

// A board, its clock, and the lines it says.
class Bench {
 public:
  explicit Bench(bool isCold) {
    if (isCold) {
      memset(&kept, 0x5A, sizeof kept);
    }
    board.settings.reset();
    board.start(kept);
  }

  void pings(uint16_t count, Ping ping) {
    for (; count > 0; count--) {
      now += 60;
      board.pinged(ping);
      drain();
    }
  }

  void distance(uint16_t count, uint16_t mm) { pings(count, {Ping::kDistance, mm}); }

  void edge() {
    board.motionEdge(now);
    drain();
  }

  // Whether it says a line that begins so, now.
  bool answers(char type, const char* key, const char* value, const char* line) {
    Command command = {type, key, value};
    isChanged = board.obey(command);
    return says(line);
  }

  bool says(const char* start) {
    bool found = false;
    while (board.say(now, line)) {
      found = found || memcmp(line.bytes(), start, strlen(start)) == 0;
    }
    return found;
  }

  // The flags of the last reading.
  uint8_t flags() const { return lastFlags; }

  static Kept kept;
  Board board;
  Line line;
  uint32_t now = 0;
  uint16_t readings = 0;
  uint8_t faults = 0;
  uint8_t cleared = 0;
  bool isChanged = false;
  bool saidDistance = false;

 private:
  void drain() {
    while (board.say(now, line)) {
      const char* bytes = line.bytes();
      if (bytes[1] == 'R') {
        readings++;
        const char* star = bytes + line.length() - 6;
        const char* comma = star;
        while (*--comma != ',') {
        }
        saidDistance = comma[1] != '-';
        lastFlags = static_cast<uint8_t>(hex(comma[-2]) * 16 + hex(comma[-1]));
      } else if (bytes[1] == 'F') {
        faults |= static_cast<uint8_t>(1 << (bytes[3] - '0'));
      } else if (bytes[1] == 'C') {
        cleared |= static_cast<uint8_t>(1 << (bytes[3] - '0'));
      }
    }
  }

  static uint8_t hex(char c) { return static_cast<uint8_t>(c <= '9' ? c - '0' : c - 'A' + 10); }

  uint8_t lastFlags = 0xFF;
};

Kept Bench::kept;

const Ping kDead = {Ping::kNeverRose, 0};
const Ping kStuck = {Ping::kStuckHigh, 0};
const Ping kNothing = {Ping::kNoEcho, 0};

}  // namespace

TEST(aBoardIntroducesItselfFirst) {
  Bench bench(true);
  CHECK(bench.says("$H,1,1.0.0,porch,0,cold*"));
  CHECK(bench.answers('Q', nullptr, nullptr, "$H,1,1.0.0,porch,0,cold*"));
}

TEST(theLineIsNeverSilentForMoreThanASecond) {
  Bench bench(true);
  bench.distance(1000, 2500);
  CHECK(bench.readings >= 60 && bench.readings <= 64);
}

TEST(eachPingIsToldWhileSomethingGoesOnAndTwoSecondsAfter) {
  Bench bench(true);
  bench.distance(1100, 2500);
  bench.edge();
  uint16_t before = bench.readings;
  bench.distance(50, 2500);
  CHECK(bench.readings - before == 50);
  bench.edge();
  before = bench.readings;
  bench.distance(100, 2500);
  CHECK(bench.readings - before >= 33 && bench.readings - before <= 40);
}

TEST(anEdgeIsToldAtOnceWithTheDistanceBefore) {
  Bench bench(true);
  bench.distance(1100, 2500);
  bench.now = 66010;
  bench.board.motionEdge(66005);
  CHECK(bench.board.say(bench.now, bench.line));
  char text[66] = {};
  memcpy(text, bench.line.bytes(), bench.line.length());
  CHECK(strstr(text, ",66005,11,2500*") != nullptr);
}

TEST(theMotionSensorSettlesForAMinuteAfterPowerOn) {
  Bench bench(true);
  bench.distance(990, 2500);
  CHECK((bench.flags() & 4) != 0);
  bench.distance(40, 2500);
  CHECK((bench.flags() & 4) == 0);
}

TEST(aWarmStartKeepsTheBackgroundAndSettlesNoMore) {
  Bench first(true);
  first.distance(1100, 2500);
  Bench second(false);
  CHECK(second.says("$H,1,1.0.0,porch,0,warm*"));
  second.distance(20, 1000);
  CHECK(second.flags() == 2);
}

TEST(aResetWhileSettlingDoesNotEndIt) {
  Bench first(true);
  first.distance(500, 2500);
  Bench second(false);
  second.distance(400, 2500);
  CHECK((second.flags() & 4) != 0);
  second.distance(200, 2500);
  CHECK((second.flags() & 4) == 0);
}

TEST(noEchoIsNoDistanceAndNoFault) {
  Bench bench(true);
  bench.pings(3000, kNothing);
  CHECK(!bench.saidDistance);
  CHECK(bench.faults == 0);
}

TEST(anEchoThatNeverRisesIsAFaultUntilItDoes) {
  Bench bench(true);
  bench.distance(1100, 2500);
  bench.pings(60, kDead);
  CHECK(bench.faults == 1 << kEchoNeverRises);
  CHECK(!bench.saidDistance);
  CHECK(bench.answers('Q', nullptr, nullptr, "$F,1,"));
  bench.distance(60, 2500);
  CHECK(bench.cleared == 1 << kEchoNeverRises);
}

TEST(anEchoThatStaysHighIsAnotherFault) {
  Bench bench(true);
  bench.distance(1100, 2500);
  bench.pings(60, kStuck);
  CHECK(bench.faults == 1 << kEchoStaysHigh);
  bench.pings(60, kDead);
  CHECK(bench.cleared == 1 << kEchoStaysHigh);
  CHECK(bench.faults == ((1 << kEchoStaysHigh) | (1 << kEchoNeverRises)));
}

TEST(aBrokenSensorTeachesNothingAndSeesNobody) {
  Bench bench(true);
  bench.distance(1100, 2500);
  bench.distance(10, 1000);
  CHECK(bench.flags() == 2);
  bench.pings(5000, kDead);
  CHECK(bench.flags() == 0);
  bench.distance(10, 2500);
  bench.distance(10, 1000);
  CHECK(bench.flags() == 2);
}

TEST(aFaultThatStandsIsToldAgainWhenAnotherIsOver) {
  Bench bench(true);
  bench.board.motionChatters();
  bench.distance(900, 2500);
  bench.pings(60, kDead);
  bench.faults = 0;
  bench.pings(60, kDead);
  CHECK(bench.cleared == 1 << kMotionChatters);
  CHECK(bench.faults == 1 << kEchoNeverRises);
}

TEST(motionForHalfAnHourIsAFault) {
  Bench bench(true);
  bench.edge();
  bench.distance(29990, 2500);
  CHECK(bench.faults == 0);
  bench.distance(20, 2500);
  CHECK(bench.faults == 1 << kMotionStaysOn);
  bench.edge();
  bench.distance(1, 2500);
  CHECK(bench.cleared == 1 << kMotionStaysOn);
}

TEST(aSettingIsAcknowledgedWhenItIsKept) {
  Bench bench(true);
  CHECK(!bench.answers('S', "temperature", "-5", "$A"));
  CHECK(bench.isChanged);
  bench.board.settingsAreKept();
  CHECK(bench.says("$A,temperature,-5*"));
  CHECK(bench.answers('S', "temperature", "-5", "$A,temperature,-5*"));
  CHECK(!bench.isChanged);
}

TEST(aSettingThatCannotBeIsRefused) {
  Bench bench(true);
  CHECK(bench.answers('S', "volume", "11", "$N,volume,unknown*"));
  CHECK(bench.answers('S', "range_max_cm", "401", "$N,range_max_cm,range*"));
  CHECK(!bench.isChanged);
}

TEST(aRefusalIsSaidBeforeTheNextCommand) {
  Bench bench(true);
  CHECK(bench.board.mayObey());
  bench.board.obey({'S', "volume", "11"});
  CHECK(!bench.board.mayObey());
  CHECK(bench.says("$N,volume,unknown*"));
  CHECK(bench.board.mayObey());
}

TEST(allSettingsAreToldWhenAsked) {
  const char* const expected[] = {"$A,range_min_cm,5*", "$A,range_max_cm,150*", "$A,temperature,20*", "$A,busy_ms,60*",
                                  "$A,idle_ms,1000*",   "$A,baud,115200*",      "$A,led,a*",          "$A,name,porch*"};
  Bench bench(true);
  bench.says("");
  bench.board.obey({'G', nullptr, nullptr});
  for (uint8_t i = 0; i < kKeys; i++) {
    CHECK(bench.board.say(0, bench.line));
    CHECK(memcmp(bench.line.bytes(), expected[i], strlen(expected[i])) == 0);
  }
  CHECK(!bench.board.say(0, bench.line));
}

TEST(anotherSpeedHoldsOnceItIsAcknowledged) {
  Bench bench(true);
  bench.says("");
  bench.board.obey({'S', "baud", "9600"});
  CHECK(!bench.board.isSpeedTold());
  bench.board.settingsAreKept();
  CHECK(bench.says("$A,baud,9600*"));
  CHECK(bench.board.isSpeedTold());
}

TEST(theLightGoesOffByItselfAfterFiveMinutes) {
  Bench bench(true);
  CHECK(bench.answers('T', nullptr, "1", "$A,light,1*"));
  CHECK(bench.board.isLightOn());
  for (uint16_t i = 0; i < 4999; i++) {
    bench.board.pinged(kNothing);
  }
  CHECK(bench.board.isLightOn());
  bench.board.pinged(kNothing);
  CHECK(!bench.board.isLightOn());
  CHECK(bench.says("$A,light,0*"));
}

TEST(theLedObeysTheHost) {
  Bench bench(true);
  CHECK(bench.answers('L', nullptr, "1", "$A,led,1*"));
  CHECK(bench.board.isLit(0));
  CHECK(bench.answers('L', nullptr, "0", "$A,led,0*"));
  CHECK(!bench.board.isLit(0));
}

TEST(theLedShowsWhatTheBoardSees) {
  Bench bench(true);
  bench.distance(1100, 2500);
  CHECK(!bench.board.isLit(0) && !bench.board.isLit(128) && !bench.board.isLit(512));
  bench.edge();
  CHECK(bench.board.isLit(0) && bench.board.isLit(128) && bench.board.isLit(512));
  bench.distance(10, 1000);
  CHECK(!bench.board.isLit(0) && bench.board.isLit(128));
}

TEST(damagedSettingsAreToldUntilTheyAreSetAnew) {
  Bench bench(true);
  bench.board.settingsWereLost();
  CHECK(bench.says("$F,5,"));
  CHECK(bench.answers('S', "range_max_cm", "150", "$C,5*"));
  CHECK(bench.isChanged);
}
