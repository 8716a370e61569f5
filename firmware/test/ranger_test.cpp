#include "check.h"
#include "edges.h"
#include "median.h"
#include "ranger.h"

namespace {

// A ping that is answered after 450 us by a pulse of this length.
Ping pulse(uint32_t us, int8_t celsius) {
  Ranger ranger;
  ranger.begin();
  ranger.edge(true, 4294967000UL);  // micros() wraps each 71 minutes
  ranger.edge(false, 4294967000UL + us);
  return ranger.hasFallen() ? ranger.fallen(celsius) : ranger.giveUp(false, 0);
}

}  // namespace

TEST(theSpeedOfSoundGoesWithTheTemperature) {
  // 331.3 + 0.606 T m/s: at 1 m there and back 6037 us at 0 C, 5824 at 20 C, 5659 at 36.5 C
  CHECK(millimetres(6037, 0) == 1000);
  CHECK(millimetres(5824, 20) == 1000);
  CHECK(millimetres(6156, -10) >= 997 && millimetres(6156, -10) <= 1003);
  CHECK(millimetres(29000, 60) > 5000);
}

TEST(anEchoIsADistance) {
  CHECK(pulse(5824, 20).kind == Ping::kDistance);
  CHECK(pulse(5824, 20).mm == 1000);
  CHECK(pulse(24000, 20).mm > 4100);
}

TEST(theLongPulseOfNothingIsNoEcho) {
  CHECK(pulse(38000, 20).kind == Ping::kNoEcho);
  CHECK(pulse(200000, 20).kind == Ping::kNoEcho);
}

TEST(aPulseShorterThanTwoCentimetresIsNoEcho) { CHECK(pulse(60, 20).kind == Ping::kNoEcho); }

TEST(aSensorThatDoesNotAnswerNeverRose) {
  Ranger ranger;
  ranger.begin();
  CHECK(!ranger.hasFallen());
  CHECK(ranger.giveUp(false, 60000).kind == Ping::kNeverRose);
  CHECK(ranger.mayPing(60000));
}

TEST(anEchoThatDoesNotEndIsWaitedForAndThenStuck) {
  Ranger ranger;
  ranger.begin();
  ranger.edge(true, 450);
  CHECK(!ranger.isTold());
  CHECK(ranger.giveUp(true, 60000).kind == Ping::kNoEcho);
  CHECK(!ranger.mayPing(60000));
  ranger.waitOn();
  CHECK(ranger.giveUp(true, 300000).kind == Ping::kStuckHigh);
  CHECK(ranger.mayPing(300000));
  ranger.begin();
  CHECK(ranger.giveUp(true, 360000).kind == Ping::kStuckHigh);
}

TEST(aSecondEchoOfAPingIsNotHeard) {
  Ranger ranger;
  ranger.begin();
  ranger.edge(true, 450);
  ranger.edge(false, 450 + 5824);
  ranger.edge(true, 10000);
  ranger.edge(false, 11000);
  CHECK(ranger.fallen(20).mm == 1000);
  CHECK(!ranger.hasFallen());
}

TEST(aLoneEchoSaysNothing) {
  Median median;
  median.add(1000);
  CHECK(median.value() == Median::kNone);
  median.add(2500);
  CHECK(median.value() == Median::kNone);
}

TEST(falseAndLostEchoesDoNotMoveTheMedian) {
  Median median;
  const uint16_t pings[] = {2500, 2503, 300, 2498, Median::kNone};
  for (uint8_t i = 0; i < 5; i++) {
    median.add(pings[i]);
  }
  CHECK(median.value() == 2498);
  median.add(Median::kNone);
  median.add(Median::kNone);
  CHECK(median.value() == Median::kNone);  // of 300 and 2498 none is believed
}

TEST(edgesComeOutInOrder) {
  Edges edges;
  edges.push(true, 10);
  edges.push(true, 11);  // no edge
  edges.push(false, 20);
  CHECK(edges.pop() == 10);
  CHECK(edges.pop() == 20);
  CHECK(edges.isEmpty());
  CHECK(!edges.takeJoined());
}

TEST(tooManyEdgesAreJoinedInPairs) {
  Edges edges;
  bool isHigh = false;
  for (uint8_t i = 0; i < 41; i++) {
    isHigh = !isHigh;
    edges.push(isHigh, i);
  }
  CHECK(edges.takeJoined());
  CHECK(!edges.takeJoined());
  bool told = false;
  while (!edges.isEmpty()) {
    edges.pop();
    told = !told;
  }
  CHECK(told == isHigh);
}
