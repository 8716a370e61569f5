// Porchlight's board: an Arduino Uno R3 with a motion sensor (HC-SR501) and a rangefinder (HC-SR04). This page wires
// the pins to the files beside it, which decide; what it says stands in ../PROTOCOL.md.

#include <avr/eeprom.h>
#include <avr/sleep.h>
#include <avr/wdt.h>
#include <util/atomic.h>

#include "board.h"
#include "edges.h"
#include "inbox.h"
#include "keeper.h"
#include "kept.h"
#include "line.h"
#include "ranger.h"
#include "uart.h"

static const uint8_t kMotionBit = _BV(PD3);   // D3
static const uint8_t kEchoBit = _BV(PD5);     // D5
static const uint8_t kTriggerBit = _BV(PD6);  // D6
static const uint8_t kLightBit = _BV(PB0);    // D8: a relay or an infrared lamp, on when high
static const uint8_t kLedBit = _BV(PB5);      // D13

static const uint8_t kPingMs = 60;        // HC-SR04 data sheet
static const uint8_t kTriggerUs = 12;     // at least 10 by the data sheet; asking for 10 gives 8.9
static const uint8_t kHungMark = 0xA5;

static Kept kept __attribute__((section(".noinit")));
static volatile uint8_t hungMark __attribute__((section(".noinit")));

static Board board;
static Ranger ranger;
static Edges edges;
static Inbox inbox;
static Keeper keeper;
static Line line;
static bool isSlow;
static uint32_t pingedAt;
static uint8_t pinsBefore;

ISR(PCINT2_vect) {
  uint8_t pins = PIND;
  uint8_t changed = pins ^ pinsBefore;
  pinsBefore = pins;
  if (changed & kEchoBit) {
    ranger.edge((pins & kEchoBit) != 0, micros());
  }
  if (changed & kMotionBit) {
    edges.push((pins & kMotionBit) != 0, millis());
  }
}

// The loop hung for half a second. The bootloader hides the cause of a reset, so it is marked here, and the next
// timeout resets.
ISR(WDT_vect) {
  hungMark = kHungMark;
  for (;;) {
  }
}

static uint8_t readEeprom(uint16_t address) { return eeprom_read_byte(reinterpret_cast<const uint8_t*>(address)); }

static void writeEeprom(uint16_t address, uint8_t byte) {
  eeprom_write_byte(reinterpret_cast<uint8_t*>(address), byte);
}

static void startWatchdog() {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    wdt_reset();
    WDTCSR = _BV(WDCE) | _BV(WDE);
    WDTCSR = _BV(WDIE) | _BV(WDE) | _BV(WDP2) | _BV(WDP0);  // 0.5 s
  }
}

void setup() {
  MCUSR = 0;
  wdt_disable();
  // Nothing needs the other timers and the converter, which cost power.
  TCCR1B = 0;
  TCCR2B = 0;
  ADCSRA = 0;
  DDRD |= kTriggerBit;
  DDRB |= kLedBit | kLightBit;

  if (keeper.load(readEeprom, board.settings) == Keeper::kDamaged) {
    board.settingsWereLost();
  }
  isSlow = board.settings.isSlow;
  Uart::begin(isSlow);
  if (kept.isWhole() && hungMark == kHungMark) {
    board.hung();
  }
  board.start(kept);
  hungMark = 0;

  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    pinsBefore = PIND;
    edges.push((pinsBefore & kMotionBit) != 0, millis());
    PCMSK2 = kMotionBit | kEchoBit;
    PCIFR = _BV(PCIF2);
    PCICR = _BV(PCIE2);
  }
  startWatchdog();
  set_sleep_mode(SLEEP_MODE_IDLE);
}

static void ping(uint32_t now) {
  if (ranger.hasFallen()) {
    board.pinged(ranger.fallen(board.settings.celsius()));
  }
  if (now - pingedAt < kPingMs) {
    return;
  }
  pingedAt = now;
  uint32_t us = micros();
  if (!ranger.isTold()) {
    board.pinged(ranger.giveUp((PIND & kEchoBit) != 0, us));
  }
  if (ranger.mayPing(us)) {
    ranger.begin();
    PORTD |= kTriggerBit;
    delayMicroseconds(kTriggerUs);
    PORTD &= static_cast<uint8_t>(~kTriggerBit);
  } else {
    ranger.waitOn();
  }
}

static void listen() {
  while (board.mayObey()) {
    int16_t byte = Uart::take();
    if (byte < 0) {
      break;
    }
    if (inbox.take(static_cast<char>(byte)) == Inbox::kGood && board.obey(inbox.command())) {
      keeper.keep(board.settings);
    }
  }
  if (keeper.isWriting()) {
    if (eeprom_is_ready()) {
      keeper.step(readEeprom, writeEeprom);
    }
  } else {
    board.settingsAreKept();
  }
}

static void hearMotion() {
  bool isEdge = false;
  bool joined;
  uint32_t ms = 0;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    joined = edges.takeJoined();
    if (!edges.isEmpty()) {
      isEdge = true;
      ms = edges.pop();
    }
  }
  if (isEdge) {
    board.motionEdge(ms);
  }
  if (joined) {
    board.motionChatters();
  }
}

static void speak(uint32_t now) {
  if (isSlow != board.settings.isSlow && board.isSpeedTold()) {
    if (Uart::isSilent()) {
      isSlow = board.settings.isSlow;
      Uart::begin(isSlow);
    }
  } else if (Uart::isFree()) {
    hearMotion();
    if (board.say(now, line)) {
      Uart::send(line.bytes(), line.length());
    }
  }
}

static void show(uint16_t now) {
  bool isLit = board.isLit(now);
  bool isLight = board.isLightOn();
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    PORTB = static_cast<uint8_t>((PORTB & ~(kLedBit | kLightBit)) | (isLit ? kLedBit : 0) | (isLight ? kLightBit : 0));
  }
}

void loop() {
  wdt_reset();
  uint32_t now = millis();
  ping(now);
  listen();
  speak(now);
  show(static_cast<uint16_t>(now));
  sleep_mode();  // until the next interrupt: an edge, a byte, or the clock's, each millisecond
}
