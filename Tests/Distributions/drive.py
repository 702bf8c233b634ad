"""Runs a command that opens the dashboard in a pseudo-terminal of 120x36, waits until it has drawn, answers it, and ends as it ends.

    python3 drive.py --answers 'q s' -- COMMAND...

Each word of the answers is typed when the screen has been still for a moment. What the command prints before the dashboard is passed on.
"""

import argparse
import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

ALTERNATE_SCREEN = b"\x1b[?1049h"
SECONDS_TO_OPEN, SECONDS_TO_LEAVE, SECONDS_BETWEEN_KEYS = 3600, 120, 3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", default="q s")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(options.command[0], options.command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))

    seen, opened, answers = b"", None, options.answers.split()
    due = deadline = time.monotonic() + SECONDS_TO_OPEN
    while True:
        ready, _, _ = select.select([terminal], [], [], 1)
        if ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:  # the terminal of a child that has ended
                break
            if not data:
                break
            seen = (seen + data)[-1_000_000:]
            if opened is None:
                sys.stdout.buffer.write(data.split(ALTERNATE_SCREEN)[0])
                sys.stdout.flush()
                if ALTERNATE_SCREEN in seen:
                    opened = time.monotonic()
                    due, deadline = opened + 4 * SECONDS_BETWEEN_KEYS, opened + SECONDS_TO_LEAVE
        now = time.monotonic()
        if opened is not None and answers and now > due:
            os.write(terminal, answers.pop(0).encode())
            due = now + SECONDS_BETWEEN_KEYS
        if now > deadline:
            sys.exit("the dashboard " + ("did not open" if opened is None else "did not close"))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if opened is None:
        sys.exit(f"the command ended with {status} before the dashboard opened")
    print(f"the dashboard opened, was left, and the command ended with {status}")
    sys.exit(status)


if __name__ == "__main__":
    main()
