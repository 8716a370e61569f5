#include "uno.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct uno *board;
static FILE *file;
static const char *file_name;
static int line_number;
static unsigned long due_ms;
static char due[256];
static bool has_begun;
static double begun_ms;
static bool has_ended;

static void say(const char *payload) {
  uint16_t crc = 0xFFFF;
  for (const char *c = payload; *c != 0; c++) {
    crc ^= (uint16_t)(*c << 8);
    for (int bit = 0; bit < 8; bit++) {
      crc = (uint16_t)((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1);
    }
  }
  char line[300];
  line_say(line, (size_t)snprintf(line, sizeof line, "$%s*%04X\n", payload, crc));
}

static bool obey(const char *command) {
  if (strncmp(command, "say ", 4) == 0) {
    say(command + 4);
  } else if (strcmp(command, "reset") == 0) {
    uno_reset(board);
  } else if (strcmp(command, "power") == 0) {
    uno_power_on(board);
  } else if (strcmp(command, "hang") == 0) {
    uno_hang(board);
  } else if (strcmp(command, "end") == 0) {
    has_ended = true;
  } else {
    return porch_obey(command);
  }
  return true;
}

static char *trim(char *text) {
  char *end = strchr(text, '#');
  end = end == NULL ? text + strlen(text) : end;
  while (end > text && isspace((unsigned char)end[-1])) {
    end--;
  }
  *end = 0;
  while (isspace((unsigned char)*text)) {
    text++;
  }
  return text;
}

// Reads on to the next command; without one, nothing is due any more.
static void read_on(void) {
  char text[256];
  due[0] = 0;
  while (due[0] == 0 && fgets(text, sizeof text, file) != NULL) {
    line_number++;
    char *line = trim(text);
    char *command;
    unsigned long ms = strtoul(line, &command, 10);
    if (*line == 0) {
      continue;
    }
    if (command == line || *command != ' ' || ms < due_ms) {
      die("%s:%d: '%s' is no '<ms> <command>' in the order of time", file_name, line_number, line);
    }
    due_ms = ms;
    strcpy(due, trim(command));
  }
}

static void obey_due(double ms) {
  while (due[0] != 0 && ms >= (double)due_ms) {
    if (!obey(due)) {
      die("%s:%d: '%s' is no command", file_name, line_number, due);
    }
    read_on();
  }
}

void scenario_init(struct uno *uno, const char *name) {
  board = uno;
  file_name = name;
  if (name != NULL) {
    file = fopen(name, "r");
    if (file == NULL) {
      die("%s cannot be read", name);
    }
    read_on();
    obey_due(0);
  }
  fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
}

void scenario_begin(void) {
  has_begun = true;
  begun_ms = uno_ms(board);
}

// Whether commands come from a program; then there is nobody left to play for when it ends, however it ends.
static bool is_driven(void) {
  struct stat input;
  return fstat(STDIN_FILENO, &input) == 0 && S_ISFIFO(input.st_mode);
}

// A command from standard input is obeyed at once.
static void listen(void) {
  static char text[256];
  static size_t length;
  char c;
  ssize_t count;
  while ((count = read(STDIN_FILENO, &c, 1)) == 1) {
    if (c != '\n') {
      if (length < sizeof text - 1) {
        text[length++] = c;
      }
      continue;
    }
    text[length] = 0;
    length = 0;
    char *command = trim(text);
    if (*command != 0 && !obey(command)) {
      fprintf(stderr, "unosim: '%s' is no command\n", command);
    }
  }
  if (count == 0 && is_driven()) {
    has_ended = true;
  }
}

bool scenario_pump(bool is_live) {
  if (has_begun) {
    obey_due(uno_ms(board) - begun_ms);
  }
  if (is_live) {
    listen();
  }
  return !has_ended;
}
