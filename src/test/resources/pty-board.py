"""A board on a real pseudo-terminal: plays bytes at a baud rate's pace, and garbles them while the other side listens at
another speed, as a UART would.

usage: pty-board.py BAUD FILE [SPEED-UP]

Prints the terminal's name. Each line on standard input is a command:
  play          plays the file once, then prints "played"; when the first line "111" has left, prints "snap" and the
                time in seconds since 1970
  bytes HEX     sends these bytes at the same pace
  hang-up       closes the terminal
What the host writes is printed as "host HEX". Ends when standard input ends.
"""
import os
import select
import sys
import termios
import time
import tty

SPEEDS = {termios.B9600: 9600, termios.B115200: 115200, termios.B57600: 57600, termios.B38400: 38400}

baud = int(sys.argv[1])
content = open(sys.argv[2], "rb").read()
pace = 10.0 / baud / (float(sys.argv[3]) if len(sys.argv) > 3 else 1.0)

master, slave = os.openpty()
tty.setraw(slave)
print(os.ttyname(slave), flush=True)
os.close(slave)
os.set_blocking(master, False)


def listeners_baud():
    return SPEEDS.get(termios.tcgetattr(master)[5], 0)


def send(data, mark=-1):
    start = time.monotonic()
    at = 0
    while at < len(data):
        # as many bytes as the line would have carried by now, at least one
        due = min(len(data), max(at + 1, int((time.monotonic() - start) / pace)))
        chunk = data[at:due]
        if listeners_baud() != baud:
            chunk = bytes((b * 7 + 0x93) & 0xFF for b in chunk)
        try:
            os.write(master, chunk)
        except (BlockingIOError, OSError):
            pass  # nobody listens, or too slowly: a UART does not wait either
        if at < mark <= due:
            print("snap %.6f" % time.time(), flush=True)
        at = due
        ahead = start + at * pace - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)
        forward(0)


def forward(timeout):
    ready, _, _ = select.select([master], [], [], timeout)
    if ready:
        try:
            print("host " + os.read(master, 4096).hex(), flush=True)
        except OSError:
            time.sleep(0.005)  # the host has not opened it


pending = b""
while True:
    ready, _, _ = select.select([sys.stdin.buffer], [], [], 0)
    if ready:
        got = os.read(0, 65536)
        if not got:
            break
        pending += got
    if b"\n" in pending:
        line, pending = pending.split(b"\n", 1)
        command, _, argument = line.decode().partition(" ")
        if command == "play":
            send(content, content.find(b"\n111") + 5)
            print("played", flush=True)
        elif command == "bytes":
            send(bytes.fromhex(argument))
        elif command == "hang-up":
            break
    else:
        forward(0.01)
