"""A board on a real pseudo-terminal: plays bytes at a baud rate's pace, and garbles them while the other side listens at
another speed, as a UART would.

usage: pty-board.py BAUD FILE [SPEED-UP]

Prints the terminal's name. Each line on standard input is a command:
  play          plays the file once, then prints "played"; when the first line "111" has left, prints "snap" and the
                time in seconds since 1970
  bytes HEX     sends these bytes at the same pace
  pour FILE     sends the file at the same pace, but waits for a slow listener instead of losing bytes; then prints
                "poured" and the seconds it took
  hang-up       closes the terminal
  unplug LINK   closes the terminal and removes the link to it
  plug LINK     opens a new terminal, links to it, and prints "port" and its name
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


def open_terminal():
    master, slave = os.openpty()
    tty.setraw(slave)
    name = os.ttyname(slave)
    os.close(slave)
    os.set_blocking(master, False)
    return master, name


master, name = open_terminal()
print(name, flush=True)


def listeners_baud():
    return SPEEDS.get(termios.tcgetattr(master)[5], 0)


def write(chunk, patient):
    while chunk:
        try:
            chunk = chunk[os.write(master, chunk):]
        except (BlockingIOError, OSError):
            if not patient:
                return  # nobody listens, or too slowly: a UART does not wait either
            time.sleep(0.001)
        if not patient:
            return


def send(data, mark=-1, patient=False):
    start = time.monotonic()
    at = 0
    while at < len(data):
        # as many bytes as the line would have carried by now, at least one
        due = min(len(data), max(at + 1, int((time.monotonic() - start) / pace)))
        chunk = data[at:due]
        if listeners_baud() != baud:
            chunk = bytes((b * 7 + 0x93) & 0xFF for b in chunk)
        write(chunk, patient)
        if at < mark <= due:
            print("snap %.6f" % time.time(), flush=True)
        at = due
        ahead = start + at * pace - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)
        forward(0)


def forward(timeout):
    if master is None:
        time.sleep(timeout)
        return
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
        elif command == "pour":
            start = time.monotonic()
            send(open(argument, "rb").read(), patient=True)
            print("poured %.3f" % (time.monotonic() - start), flush=True)
        elif command == "unplug":
            os.remove(argument)
            os.close(master)
            master = None
        elif command == "plug":
            master, name = open_terminal()
            os.symlink(name, argument)
            print("port " + name, flush=True)
        elif command == "hang-up":
            break
    else:
        forward(0.01)
