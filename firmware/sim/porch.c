#include "uno.h"

#include <stdlib.h>
#include <string.h>

#include <avr_ioport.h>
#include <sim_cycle_timers.h>

// HC-SR04 data sheet: a trigger of at least 10 us; eight cycles of 40 kHz and the start-up of a usual module; the pulse
// of a sensor that hears nothing; its reach.
#define MIN_TRIGGER_CYCLES 160
#define ANSWER_US 450
#define NOTHING_US 38000
#define REACH_CM 450.0

enum wire { WIRE_GOOD, WIRE_OFF, WIRE_STUCK };

static struct uno *board;
static FILE *pins;

static double from_cm;  // the nearest thing moves from here
static double to_cm;    // to here; negative: nothing is in reach
static double from_ms;
static double until_ms;
static double celsius = 20;
static double noise_mm;
static double rain_percent;
static double lost_percent;
static enum wire wire;
static bool is_motion;
static bool is_echo;
static uint64_t triggered;

static double chance(void) { return (double)random() / ((double)RAND_MAX + 1); }

static double cm_now(void) {
  double now = uno_ms(board);
  if (now >= until_ms || to_cm < 0) {
    return to_cm;
  }
  return from_cm + (to_cm - from_cm) * (now - from_ms) / (until_ms - from_ms);
}

static uint32_t pulse_us(void) {
  double cm = cm_now();
  if (rain_percent > 0 && chance() * 100 < rain_percent) {
    cm = 5 + chance() * 395;
  } else if (lost_percent > 0 && chance() * 100 < lost_percent) {
    cm = -1;
  }
  if (cm < 0 || cm > REACH_CM) {
    return NOTHING_US;
  }
  cm += (chance() + chance() + chance() - 1.5) * 2 * noise_mm / 10;  // the sum of three has a deviation of half
  double cm_per_us = (331.3 + 0.606 * celsius) / 1e4;
  return (uint32_t)(2 * cm / cm_per_us + 0.5);
}

static void set_echo(bool is_high) {
  is_echo = is_high;
  avr_raise_irq(board->echo, is_high);
}

static avr_cycle_count_t echo_ends(avr_t *avr, avr_cycle_count_t when, void *param) {
  (void)avr;
  (void)when;
  (void)param;
  if (wire != WIRE_STUCK) {
    set_echo(false);
  }
  return 0;
}

static avr_cycle_count_t echo_begins(avr_t *avr, avr_cycle_count_t when, void *param) {
  (void)when;
  (void)param;
  set_echo(true);
  avr_cycle_timer_register_usec(avr, pulse_us(), echo_ends, NULL);
  return 0;
}

static void on_trigger(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  (void)param;
  uint64_t now = board->avr->cycle;
  if (value) {
    triggered = now;
  } else if (triggered != 0 && now - triggered >= MIN_TRIGGER_CYCLES && wire == WIRE_GOOD && !is_echo) {
    triggered = 0;
    avr_cycle_timer_register_usec(board->avr, ANSWER_US, echo_begins, NULL);
  }
}

static void on_lamp(struct avr_irq_t *irq, uint32_t value, void *param) {
  static uint32_t was[2];
  uint32_t *before = &was[irq->irq == 0];
  if (pins != NULL && value != *before) {
    fprintf(pins, "%.3f %s %u\n", uno_ms(board), (const char *)param, value);
    fflush(pins);
  }
  *before = value;
}

void porch_init(struct uno *uno, FILE *pins_file) {
  board = uno;
  pins = pins_file;
  from_cm = to_cm = 250;
  avr_t *avr = uno->avr;
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('D'), 6), on_trigger, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B'), 5), on_lamp, "led");
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B'), 0), on_lamp, "light");
}

void porch_after_reset(void) {
  // simavr forgets its timers and what is on its pins.
  triggered = 0;
  avr_raise_irq(board->motion, !is_motion);
  avr_raise_irq(board->motion, is_motion);
  avr_raise_irq(board->echo, wire != WIRE_STUCK);
  set_echo(wire == WIRE_STUCK);
}

static void set_wire(enum wire now) {
  wire = now;
  avr_cycle_timer_cancel(board->avr, echo_begins, NULL);
  avr_cycle_timer_cancel(board->avr, echo_ends, NULL);
  set_echo(now == WIRE_STUCK);
}

static void move(double cm, double during_ms) {
  from_cm = cm_now() < 0 ? cm : cm_now();
  from_ms = uno_ms(board);
  until_ms = from_ms + during_ms;
  to_cm = cm;
}

bool porch_obey(const char *command) {
  double number, during;
  int flag;
  if (strcmp(command, "cm none") == 0) {
    move(-1, 0);
  } else if (sscanf(command, "cm %lf", &number) == 1) {
    move(number, 0);
  } else if (sscanf(command, "walk %lf %lf", &number, &during) == 2) {
    move(number, during);
  } else if (sscanf(command, "pir %d", &flag) == 1) {
    is_motion = flag != 0;
    avr_raise_irq(board->motion, is_motion);
  } else if (sscanf(command, "rain %lf", &number) == 1) {
    rain_percent = number;
  } else if (sscanf(command, "lost %lf", &number) == 1) {
    lost_percent = number;
  } else if (sscanf(command, "noise %lf", &number) == 1) {
    noise_mm = number;
  } else if (sscanf(command, "air %lf", &number) == 1) {
    celsius = number;
  } else if (strcmp(command, "echo good") == 0) {
    set_wire(WIRE_GOOD);
  } else if (strcmp(command, "echo off") == 0) {
    set_wire(WIRE_OFF);
  } else if (strcmp(command, "echo stuck") == 0) {
    set_wire(WIRE_STUCK);
  } else {
    return false;
  }
  return true;
}
