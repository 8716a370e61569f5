"""A camera program that gives one picture and that even SIGKILL does not end, as when its driver hangs in the kernel.

A stranger traces it: until the stranger lets go, the killed program is not handed back to its parent (ptrace(2)).
Arguments: the picture, and the file that gets the stranger's process number, or "no" where tracing is not allowed.
"""
import ctypes
import os
import sys
import time

PR_SET_PTRACER, ANYBODY = 0x59616D61, ctypes.c_ulong(-1)
PTRACE_SEIZE = 0x4206
picture, answer = sys.argv[1:]
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(PR_SET_PTRACER, ANYBODY, 0, 0, 0)
camera = os.getpid()


def hold():
    os.setsid()
    if os.fork():
        os._exit(0)
    for pipe in (0, 1, 2):
        os.close(pipe)
    held = libc.ptrace(ctypes.c_long(PTRACE_SEIZE), camera, None, None) == 0
    with open(answer + ".part", "w") as out:
        out.write(str(os.getpid()) if held else "no")
    os.rename(answer + ".part", answer)
    if held:
        time.sleep(60)
    os._exit(0)


stranger = os.fork()
if stranger == 0:
    hold()
os.waitpid(stranger, 0)
while not os.path.exists(answer):
    time.sleep(0.01)
with open(picture, "rb") as jpeg:
    sys.stdout.buffer.write(jpeg.read())
    sys.stdout.buffer.flush()
time.sleep(60)
