#define _GNU_SOURCE
#include "uno.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <termios.h>
#include <unistd.h>

#include <avr_uart.h>

#define ROOM 4096  // of a Linux tty

static struct uno *board;
static enum line_kind kind;
static int master = -1;
static FILE *file;
static const char *link_name;
static bool is_open;
static int watch = -1;  // tells each opening and closing, also those too short for poll to see
static int openers;
static bool is_dtr;
static char to_board[ROOM];
static size_t to_board_length;
static char from_board[ROOM];
static size_t from_board_length;

static void feed(void) {
  size_t fed = 0;
  while (fed < to_board_length && board->is_ready_for_byte) {
    avr_raise_irq(board->rx, (uint8_t)to_board[fed++]);
  }
  to_board_length -= fed;
  memmove(to_board, to_board + fed, to_board_length);
}

static void on_ready(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  (void)value;
  (void)param;
  board->is_ready_for_byte = true;
}

static void on_full(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  (void)param;
  if (value) {
    board->is_ready_for_byte = false;
  }
}

static void on_byte(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  (void)param;
  if (kind == LINE_FILE) {
    putc((int)value, file);
  } else if (is_open && from_board_length < ROOM) {  // a tty that nobody reads is full, and then bytes are lost
    from_board[from_board_length++] = (char)value;
  }
}

static void open_pty(const char *name) {
  struct termios raw;
  master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) {
    die("no pseudo terminal: %s", strerror(errno));
  }
  const char *port = ptsname(master);
  int slave = open(port, O_RDWR | O_NOCTTY);
  if (slave < 0 || tcgetattr(slave, &raw) != 0) {
    die("%s cannot be opened: %s", port, strerror(errno));
  }
  cfmakeraw(&raw);
  raw.c_cflag |= HUPCL;  // as on a serial port
  tcsetattr(slave, TCSANOW, &raw);
  close(slave);  // while nobody has it open, poll tells so
  watch = inotify_init1(IN_NONBLOCK);
  if (watch < 0 || inotify_add_watch(watch, port, IN_OPEN | IN_CLOSE) < 0) {
    die("%s cannot be watched: %s", port, strerror(errno));
  }
  if (name != NULL) {
    link_name = name;
    unlink(name);
    if (symlink(port, name) != 0) {
      die("%s cannot be made: %s", name, strerror(errno));
    }
  }
  printf("port: %s\n", name != NULL ? name : port);
  fflush(stdout);
}

void line_init(struct uno *uno, enum line_kind its_kind, const char *name) {
  board = uno;
  kind = its_kind;
  board->is_ready_for_byte = true;
  avr_t *avr = uno->avr;
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_byte, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON), on_ready, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF), on_full, NULL);
  if (kind == LINE_PTY) {
    open_pty(name);
  } else if (kind == LINE_FILE) {
    file = strcmp(name, "-") == 0 ? stdout : fopen(name, "wb");
    if (file == NULL) {
      die("%s cannot be written: %s", name, strerror(errno));
    }
  }
}

// Opening an Uno's port raises DTR, which resets it through a capacitor; closing it lowers DTR, unless HUPCL was
// cleared.
static void follow_dtr(void) {
  struct inotify_event event;
  while (read(watch, &event, sizeof event) == (ssize_t)sizeof event) {
    if ((event.mask & IN_OPEN) != 0) {
      openers++;
      if (!is_dtr) {
        is_dtr = true;
        from_board_length = 0;
        to_board_length = 0;
        uno_reset(board);
      }
    } else if ((event.mask & IN_CLOSE) != 0 && --openers == 0) {
      struct termios now;
      is_dtr = tcgetattr(master, &now) == 0 && (now.c_cflag & HUPCL) == 0;
    }
  }
}

static void pump_pty(void) {
  follow_dtr();
  struct pollfd state = {master, POLLIN, 0};
  poll(&state, 1, 0);
  is_open = (state.revents & POLLHUP) == 0;
  if (!is_open) {
    return;
  }
  if ((state.revents & POLLIN) != 0 && to_board_length < ROOM) {
    ssize_t got = read(master, to_board + to_board_length, ROOM - to_board_length);
    to_board_length += got > 0 ? (size_t)got : 0;
  }
  if (from_board_length > 0) {
    ssize_t written = write(master, from_board, from_board_length);
    if (written > 0) {
      from_board_length -= (size_t)written;
      memmove(from_board, from_board + written, from_board_length);
    }
  }
}

void line_pump(void) {
  if (kind == LINE_PTY) {
    pump_pty();
  }
  feed();
}

bool line_is_open(void) { return kind != LINE_PTY || is_open; }

void line_say(const char *bytes, size_t length) {
  if (length > ROOM - to_board_length) {
    length = ROOM - to_board_length;
  }
  memcpy(to_board + to_board_length, bytes, length);
  to_board_length += length;
}

void line_close(void) {
  if (file != NULL) {
    fflush(file);
  }
  if (link_name != NULL) {
    unlink(link_name);
  }
}
