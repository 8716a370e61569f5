// Tests as facts, small enough for the target: TEST(aFact) { CHECK(it holds); }
#pragma once

#include <stdint.h>

#include "flash.h"

struct Test {
  Test(const char* name, void (*run)());
  const char* name;  // in flash
  void (*run)();
  Test* next;
};

void failed(uint16_t line);

#define TEST(fact)                            \
  static void fact();                         \
  static const char fact##Name[] PROGMEM = #fact; \
  static Test fact##Test(fact##Name, fact);   \
  static void fact()

#define CHECK(condition)   \
  do {                     \
    if (!(condition)) {    \
      failed(__LINE__);    \
    }                      \
  } while (false)
