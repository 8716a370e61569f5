// The simulated Uno and what is wired to it. Times are simulated milliseconds since its start.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <sim_avr.h>

#define CYCLES_PER_MS 16000

// --- uno.c: the chip, its flash and its resets

struct uno {
  avr_t *avr;
  struct avr_irq_t *motion;   // D3, into the chip
  struct avr_irq_t *echo;     // D5, into the chip
  struct avr_irq_t *rx;       // the UART, into the chip
  bool is_ready_for_byte;     // of the UART
  bool was_reset;
  uint32_t entry;             // where a reset begins: the bootloader, if there is one
};

// Exits with a sentence if a file cannot be read.
void uno_init(struct uno *uno, const char *hex, const char *bootloader);
void uno_power_on(struct uno *uno);
void uno_reset(struct uno *uno);
void uno_hang(struct uno *uno);
// Runs to this time; false if the chip stopped for good.
bool uno_run(struct uno *uno, uint64_t ms);
void uno_load_eeprom(struct uno *uno, const char *file);
void uno_save_eeprom(struct uno *uno, const char *file);
double uno_ms(const struct uno *uno);

// --- porch.c: what the sensors see, and the lamps

// pins: where changes of the lamps are written, or NULL
void porch_init(struct uno *uno, FILE *pins);
void porch_after_reset(void);
// Obeys one command of a scenario; false if it is none.
bool porch_obey(const char *command);

// --- line.c: the serial line

enum line_kind { LINE_NONE, LINE_FILE, LINE_PTY };

void line_init(struct uno *uno, enum line_kind kind, const char *name);
// Carries bytes, and resets the board when somebody opens its port.
void line_pump(void);
// Whether somebody listens.
bool line_is_open(void);
// Says these bytes to the board.
void line_say(const char *bytes, size_t length);
void line_close(void);

// --- scenario.c: "ms command" lines, and commands from standard input

// Obeys what is due at 0, so that the scene is there from the start.
void scenario_init(struct uno *uno, const char *file);
// The scenario's time begins now.
void scenario_begin(void);
// Obeys what is due; false once the scenario has ended.
bool scenario_pump(bool is_live);

void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
