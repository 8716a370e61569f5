// A simulated Arduino Uno that runs the real firmware: motion sensor, rangefinder, LED, light, and its serial line on a
// pseudo terminal or in a file.
#include "uno.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char usage[] =
    "usage: unosim [options] firmware.hex\n"
    "  --pty[=LINK]       the serial line, as a pseudo terminal (to which LINK points); the scenario begins when\n"
    "                     somebody opens it, which resets the board\n"
    "  --lines FILE       the serial line, into a file; - is standard output\n"
    "  --scenario FILE    lines of '<ms> <command>'; the same commands come on standard input, without a time;\n"
    "                     where that is a pipe, its end is the end\n"
    "  --settle MS        before the scenario begins, and as fast as it goes: 65000 is enough for the sensors\n"
    "  --speed N          times real time, 1 if not said; 0 is as fast as it goes\n"
    "  --until MS         of the scenario's time, ends it\n"
    "  --eeprom FILE      keeps the EEPROM there\n"
    "  --bootloader FILE  optiboot's hex: resets begin there\n"
    "  --pins FILE        writes there when the LED or the light changes\n"
    "  --seed N           of chance\n"
    "commands: cm N | cm none | walk CM MS | pir 0|1 | echo good|off|stuck | rain PERCENT | lost PERCENT | noise MM |\n"
    "  air CELSIUS | say PAYLOAD | reset | power | hang | end\n";

static volatile sig_atomic_t is_stopped;

static void on_signal(int signal) {
  (void)signal;
  is_stopped = 1;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// Sleeps to the moment at which the simulated time is due.
static void pace(double start, double ms, double speed) {
  double due = start + ms / 1000 / speed;
  struct timespec until = {(time_t)due, (long)((due - (double)(time_t)due) * 1e9)};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

int main(int count, char **arguments) {
  static const struct option options[] = {
      {"pty", optional_argument, NULL, 'p'},     {"lines", required_argument, NULL, 'l'},
      {"scenario", required_argument, NULL, 's'}, {"speed", required_argument, NULL, 'x'},
      {"until", required_argument, NULL, 'u'},    {"eeprom", required_argument, NULL, 'e'},
      {"bootloader", required_argument, NULL, 'b'}, {"pins", required_argument, NULL, 'i'},
      {"seed", required_argument, NULL, 'r'},     {"settle", required_argument, NULL, 't'},
      {NULL, 0, NULL, 0}};
  enum line_kind kind = LINE_NONE;
  const char *line = NULL, *scenario = NULL, *eeprom = NULL, *bootloader = NULL;
  FILE *pins = NULL;
  double speed = 1;
  uint64_t until = UINT64_MAX;
  uint64_t settle = 0;
  int option;
  while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
    switch (option) {
      case 'p':
        kind = LINE_PTY;
        line = optarg;
        break;
      case 'l':
        kind = LINE_FILE;
        line = optarg;
        break;
      case 's':
        scenario = optarg;
        break;
      case 'x':
        speed = atof(optarg);
        break;
      case 'u':
        until = strtoull(optarg, NULL, 10);
        break;
      case 't':
        settle = strtoull(optarg, NULL, 10);
        break;
      case 'e':
        eeprom = optarg;
        break;
      case 'b':
        bootloader = optarg;
        break;
      case 'i':
        pins = fopen(optarg, "w");
        if (pins == NULL) {
          die("%s cannot be written: %s", optarg, strerror(errno));
        }
        break;
      case 'r':
        srandom((unsigned)atoi(optarg));
        break;
      default:
        fputs(usage, stderr);
        return 64;
    }
  }
  if (optind != count - 1) {
    fputs(usage, stderr);
    return 64;
  }
  struct sigaction stop = {.sa_handler = on_signal};
  sigaction(SIGTERM, &stop, NULL);
  sigaction(SIGINT, &stop, NULL);

  struct uno uno = {0};
  uno_init(&uno, arguments[optind], bootloader);
  porch_init(&uno, pins);
  line_init(&uno, kind, line);
  scenario_init(&uno, scenario);
  if (eeprom != NULL) {
    uno_load_eeprom(&uno, eeprom);
  }
  uno_power_on(&uno);
  uint64_t ms = 0;
  while (ms < settle && uno_run(&uno, ++ms)) {
  }
  double start = seconds() - (speed > 0 ? (double)ms / 1000 / speed : 0);
  bool has_begun = false;
  bool is_running = true;
  while (is_running && !is_stopped && (!has_begun || ms - settle < until)) {
    if (!has_begun && line_is_open()) {
      has_begun = true;
      settle = ms;
      scenario_begin();
    }
    is_running = scenario_pump(speed > 0);
    line_pump();
    is_running = uno_run(&uno, ++ms) && is_running;
    if (speed > 0) {
      pace(start, (double)ms, speed);
    }
  }
  line_pump();
  line_close();
  if (eeprom != NULL) {
    uno_save_eeprom(&uno, eeprom);
  }
  fprintf(stderr, "unosim: %.1f simulated seconds in %.1f\n", (double)ms / 1000, seconds() - start);
  return 0;
}
