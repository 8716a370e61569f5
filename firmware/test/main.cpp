// Runs all tests and prints "N passed, M failed"; on the target through GPIOR1, which the simulated Uno prints.
#include "check.h"

#ifdef __AVR__
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
static void put(char c) { GPIOR1 = static_cast<uint8_t>(c); }
#else
#include <stdio.h>
static void put(char c) { putchar(c); }
#endif

static Test* first;
static Test* running;
static uint16_t failures;

static void put(uint16_t number) {
  if (number > 9) {
    put(static_cast<uint16_t>(number / 10));
  }
  put(static_cast<char>('0' + number % 10));
}

static void putFlash(const char* text) {
  for (char c; (c = flashChar(text)) != 0; text++) {
    put(c);
  }
}

static const char kAtLine[] PROGMEM = ": not so in line ";
static const char kPassed[] PROGMEM = " passed, ";
static const char kFailed[] PROGMEM = " failed\n";

Test::Test(const char* itsName, void (*itsRun)()) : name(itsName), run(itsRun), next(first) { first = this; }

void failed(uint16_t line) {
  failures++;
  putFlash(running->name);
  putFlash(kAtLine);
  put(line);
  put('\n');
}

int main() {
  uint16_t passedTests = 0;
  uint16_t failedTests = 0;
  for (running = first; running != nullptr; running = running->next) {
    failures = 0;
    running->run();
    passedTests += failures == 0 ? 1 : 0;
    failedTests += failures == 0 ? 0 : 1;
  }
  put(passedTests);
  putFlash(kPassed);
  put(failedTests);
  putFlash(kFailed);
#ifdef __AVR__
  cli();
  sleep_mode();  // with interrupts off that is the end
#endif
  return failedTests == 0 && passedTests > 0 ? 0 : 1;
}
