#include "uno.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <avr_eeprom.h>
#include <avr_extint.h>
#include <avr_ioport.h>
#include <avr_uart.h>

#define FLASH_SIZE 32768
#define EEPROM_SIZE 1024
#define RAM_START 0x100
#define RAM_SIZE 2048
#define MCUSR 0x54
#define POWER_ON 1
#define EXTERNAL 2
#define GPIOR1 0x4A
#define HANG_AT 0x7DFC  // the last words before the bootloader

void die(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("unosim: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(2);
}

// Reads Intel hex into flash; simavr's own reader stops at optiboot's start address record.
static uint32_t load_hex(avr_t *avr, const char *name) {
  FILE *file = fopen(name, "r");
  if (file == NULL) {
    die("%s cannot be read; build it with make", name);
  }
  char text[600];
  uint32_t lowest = FLASH_SIZE;
  while (fgets(text, sizeof text, file) != NULL) {
    unsigned length, address, type, byte;
    if (sscanf(text, ":%2x%4x%2x", &length, &address, &type) != 3) {
      die("%s is no Intel hex", name);
    }
    // optiboot's hex has a few bytes beyond the flash, which avrdude does not write either
    for (unsigned i = 0; type == 0 && i < length && address + i < FLASH_SIZE; i++) {
      if (sscanf(text + 9 + 2 * i, "%2x", &byte) != 1) {
        die("%s is no hex of an Uno", name);
      }
      avr->flash[address + i] = (uint8_t)byte;
    }
    if (type == 0 && address < lowest) {
      lowest = address;
    }
  }
  fclose(file);
  return lowest;
}

static void quiet(avr_t *avr, const int level, const char *format, va_list arguments) {
  (void)avr;
  (void)level;
  (void)format;
  (void)arguments;
}

// The outer loop paces; a sleeping chip is to cost nothing.
static void no_sleep(avr_t *avr, avr_cycle_count_t cycles) {
  (void)avr;
  (void)cycles;
}

static struct uno *only;

static void on_reset(avr_t *avr) {
  (void)avr;
  only->was_reset = true;
}

// What a test program on the chip prints.
static void on_console(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param) {
  (void)address;
  (void)param;
  avr->data[GPIOR1] = value;
  putchar(value);
}

void uno_init(struct uno *uno, const char *hex, const char *bootloader) {
  only = uno;
  avr_global_logger_set(quiet);
  avr_t *avr = avr_make_mcu_by_name("atmega328p");
  uno->avr = avr;
  avr_init(avr);
  avr->frequency = 16000000;
  avr->run_cycle_limit = 100;
  avr->sleep = no_sleep;
  avr->reset = on_reset;
  uno->entry = 0;
  load_hex(avr, hex);
  if (bootloader != NULL) {
    uno->entry = load_hex(avr, bootloader);
  }
  avr->codeend = FLASH_SIZE - 1;
  avr->reset_pc = uno->entry;
  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_register_io_write(avr, GPIOR1, on_console, NULL);
  uno->motion = avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('D'), 3);
  uno->echo = avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('D'), 5);
  uno->rx = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
}

static void reset(struct uno *uno, uint8_t cause) {
  avr_reset(uno->avr);
  uno->avr->data[MCUSR] = cause;  // simavr leaves it 0, and optiboot then skips the upload
  uno->avr->state = cpu_Running;
}

void uno_power_on(struct uno *uno) {
  for (int i = 0; i < RAM_SIZE; i++) {
    uno->avr->data[RAM_START + i] = (uint8_t)random();
  }
  reset(uno, POWER_ON);
}

void uno_reset(struct uno *uno) { reset(uno, EXTERNAL); }

void uno_hang(struct uno *uno) {
  const uint8_t forever[] = {0xFF, 0xCF};  // rjmp to itself
  memcpy(uno->avr->flash + HANG_AT, forever, sizeof forever);
  uno->avr->pc = HANG_AT;
}

static void after_reset(struct uno *uno) {
  uno->was_reset = false;
  // D3 is INT1, whose reset value is "low level": simavr would look at it in each cycle.
  avr_extint_set_strict_lvl_trig(uno->avr, 0, 0);
  avr_extint_set_strict_lvl_trig(uno->avr, 1, 0);
  porch_after_reset();
}

bool uno_run(struct uno *uno, uint64_t ms) {
  while (uno->avr->cycle < ms * CYCLES_PER_MS) {
    if (uno->was_reset) {
      after_reset(uno);
    }
    int state = avr_run(uno->avr);
    if (state == cpu_Done || state == cpu_Crashed) {
      return false;
    }
  }
  return true;
}

double uno_ms(const struct uno *uno) { return (double)uno->avr->cycle / CYCLES_PER_MS; }

void uno_load_eeprom(struct uno *uno, const char *name) {
  uint8_t bytes[EEPROM_SIZE];
  memset(bytes, 0xFF, sizeof bytes);
  FILE *file = fopen(name, "rb");
  if (file != NULL) {
    if (fread(bytes, 1, sizeof bytes, file) != sizeof bytes) {
      die("%s is no EEPROM of an Uno; delete it", name);
    }
    fclose(file);
  }
  avr_eeprom_desc_t all = {bytes, 0, sizeof bytes};
  avr_ioctl(uno->avr, AVR_IOCTL_EEPROM_SET, &all);
}

void uno_save_eeprom(struct uno *uno, const char *name) {
  uint8_t bytes[EEPROM_SIZE];
  avr_eeprom_desc_t all = {bytes, 0, sizeof bytes};
  avr_ioctl(uno->avr, AVR_IOCTL_EEPROM_GET, &all);
  FILE *file = fopen(name, "wb");
  if (file == NULL || fwrite(bytes, 1, sizeof bytes, file) != sizeof bytes || fclose(file) != 0) {
    die("%s cannot be written", name);
  }
}
