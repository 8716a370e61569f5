#include "background.h"
#include "check.h"
#include "median.h"

namespace {

void pings(Background* background, uint16_t count, uint16_t mm, bool isMotion) {
  for (; count > 0; count--) {
    background->ping(mm, isMotion);
  }
}

Background learned(uint16_t mm) {
  Background background;
  background.forget();
  pings(&background, 60, mm, false);
  return background;
}

}  // namespace

TEST(nobodyIsNearBeforeTheBackgroundIsLearned) {
  Background background;
  background.forget();
  pings(&background, 20, 2500, false);
  pings(&background, 20, 900, false);
  CHECK(background.isLearning());
  CHECK(!background.isNear());
  pings(&background, 40, 900, false);
  CHECK(!background.isLearning());
  CHECK(background.wallMm() == 900);
}

TEST(aSceneThatNeverHoldsStillIsLearnedInHalfAMinute) {
  Background background;
  background.forget();
  for (uint16_t i = 0; i < 500; i++) {
    background.ping(i % 2 == 0 ? 1000 : 2000, true);
  }
  CHECK(!background.isLearning());
}

TEST(threePingsMuchCloserAreSomebody) {
  Background background = learned(2500);
  pings(&background, 2, 1200, true);
  CHECK(!background.isNear());
  pings(&background, 1, 1200, true);
  CHECK(background.isNear());
  pings(&background, 10, 2350, true);  // between the two bounds nothing changes
  CHECK(background.isNear());
  pings(&background, 3, 2500, true);
  CHECK(!background.isNear());
}

TEST(inTheOpenAnEchoIsSomebody) {
  Background background = learned(Median::kNone);
  pings(&background, 50, Median::kNone, false);
  CHECK(!background.isNear());
  pings(&background, 3, 2000, true);
  CHECK(background.isNear());
  pings(&background, 3, Median::kNone, true);
  CHECK(!background.isNear());
}

TEST(aParkedBoxBecomesBackgroundInTwoMinutes) {
  Background background = learned(2500);
  pings(&background, 1900, 1000, false);
  CHECK(background.isNear());
  pings(&background, 200, 1000, false);
  CHECK(!background.isNear());
  CHECK(background.wallMm() == 1000);
  pings(&background, 600, 2500, false);
  CHECK(background.wallMm() == 2500);
}

TEST(aPersonWhoMovesIsNeverLearned) {
  Background background = learned(2500);
  pings(&background, 10000, 1000, true);
  CHECK(background.isNear());
  CHECK(background.wallMm() == 2500);
}

TEST(aCoatThatSwallowsTheEchoIsNotAnOpenPorch) {
  Background background = learned(2500);
  pings(&background, 1500, Median::kNone, false);
  CHECK(background.wallMm() == 2500);
}

TEST(theBackgroundFollowsTheWeatherWithoutDrifting) {
  Background background = learned(2500);
  pings(&background, 5000, 2500, false);
  CHECK(background.wallMm() == 2500);
  for (uint16_t mm = 2500; mm < 2800; mm++) {
    pings(&background, 20, mm, false);
  }
  CHECK(!background.isNear());
  CHECK(background.wallMm() > 2770);
}

TEST(aBlindSensorSeesNobody) {
  Background background = learned(2500);
  pings(&background, 3, 1000, true);
  background.blind();
  CHECK(!background.isNear());
  CHECK(background.wallMm() == 2500);
}
