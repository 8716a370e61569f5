#include <string.h>

#include "check.h"
#include "keeper.h"
#include "settings.h"

namespace {

uint8_t eeprom[128];
uint16_t writes;

uint8_t read(uint16_t address) { return eeprom[address]; }

void write(uint16_t address, uint8_t byte) {
  eeprom[address] = byte;
  writes++;
}

void erase() { memset(eeprom, 0xFF, sizeof eeprom); }

void keep(Keeper* keeper, const Settings& settings) {
  keeper->keep(settings);
  while (keeper->isWriting()) {
    keeper->step(read, write);
  }
}

bool isSet(const char* name, const char* value) {
  Settings settings;
  settings.reset();
  return set(settings, keyOf(name), value);
}

}  // namespace

TEST(settingsHaveTheirBounds) {
  CHECK(isSet("range_max_cm", "400") && !isSet("range_max_cm", "401") && !isSet("range_min_cm", "1"));
  CHECK(isSet("temperature", "-40") && isSet("temperature", "60") && isSet("temperature", "0"));
  CHECK(!isSet("temperature", "-41") && !isSet("temperature", "61") && !isSet("temperature", "-0"));
  CHECK(isSet("baud", "9600") && isSet("baud", "115200") && !isSet("baud", "57600"));
  CHECK(isSet("led", "a") && isSet("led", "0") && !isSet("led", "b") && !isSet("led", "01"));
  CHECK(isSet("idle_ms", "60") && !isSet("idle_ms", "59") && !isSet("busy_ms", "1001"));
  CHECK(isSet("name", "front-door_2") && !isSet("name", "a.b"));
}

TEST(aNumberIsADecimalWithoutAnythingElse) {
  const char* const bad[] = {"", "-", "007", "1e2", "+5", "5.0", "99999", "32768", "65586", "--5"};
  for (uint8_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    CHECK(!isSet("range_max_cm", bad[i]));
    CHECK(!isSet("temperature", bad[i]));
  }
}

TEST(aKeyIsKnownByItsWholeName) {
  CHECK(keyOf("name") == kName);
  CHECK(keyOf("range_min_cm") == kRangeMinCm);
  CHECK(keyOf("nam") == kKeys && keyOf("names") == kKeys && keyOf("") == kKeys && keyOf("volume") == kKeys);
}

TEST(aShorterNameLeavesNothingOfTheLongerOne) {
  Settings settings;
  settings.reset();
  set(settings, kName, "a-name-of-16-let");
  set(settings, kName, "b");
  CHECK(strcmp(settings.name, "b") == 0);
}

TEST(anEmptyEepromGivesTheUsualSettings) {
  erase();
  Keeper keeper;
  Settings settings;
  CHECK(keeper.load(read, settings) == Keeper::kBlank);
  CHECK(settings.rangeMaxMm() == 1500 && settings.celsius() == 20 && settings.baud() == 115200);
}

TEST(settingsOutliveThePower) {
  erase();
  Keeper keeper;
  Settings settings;
  keeper.load(read, settings);
  for (uint16_t i = 0; i < 300; i++) {  // more often than the count of images can tell
    set(settings, kTemperature, i % 2 == 0 ? "-7" : "31");
    keep(&keeper, settings);
    Keeper other;
    Settings found;
    CHECK(other.load(read, found) == Keeper::kKept);
    CHECK(found.celsius() == (i % 2 == 0 ? -7 : 31));
  }
}

TEST(aPowerCutWhileWritingLeavesTheSettingsBefore) {
  for (uint8_t cut = 0; cut < 60; cut++) {
    erase();
    Keeper keeper;
    Settings settings;
    keeper.load(read, settings);
    set(settings, kTemperature, "5");
    keep(&keeper, settings);
    set(settings, kTemperature, "25");
    set(settings, kName, "new");
    keeper.keep(settings);
    for (uint8_t i = 0; i < cut && keeper.isWriting(); i++) {
      keeper.step(read, write);
    }
    bool isWhole = !keeper.isWriting();
    Keeper other;
    Settings found;
    CHECK(other.load(read, found) == Keeper::kKept);
    CHECK(found.celsius() == 5 || (isWhole && found.celsius() == 25));
    CHECK(!isWhole || strcmp(found.name, "new") == 0);
  }
}

TEST(damagedSettingsAreNotTaken) {
  erase();
  Keeper keeper;
  Settings settings;
  keeper.load(read, settings);
  set(settings, kTemperature, "5");
  keep(&keeper, settings);
  for (uint8_t i = 0; i < sizeof eeprom; i++) {
    eeprom[i] ^= 0x10;
  }
  CHECK(keeper.load(read, settings) == Keeper::kDamaged);
  CHECK(settings.celsius() == 20);
}

TEST(aByteThatIsRightIsNotWrittenAgain) {
  erase();
  Keeper keeper;
  Settings settings;
  keeper.load(read, settings);
  keep(&keeper, settings);
  keep(&keeper, settings);
  writes = 0;
  keep(&keeper, settings);
  CHECK(writes <= 3);  // its turn and its checksum
}
