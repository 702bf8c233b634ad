#!/usr/bin/env python3
"""Measures what the dashboard costs, and prints the table of the README.

    python3 Tests/Peers/screen_costs.py .build/release/twinscope [PART ...]

Parts: latency, load, throughput, million, storm; all of them by default, in a few minutes. It needs only Python's own library, and a
machine that does nothing else meanwhile.
"""
import fcntl, json, os, pty, select, shutil, signal, statistics, struct, subprocess, sys, tempfile, termios, time

PROGRAM = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else sys.exit(__doc__)
FOLDER = tempfile.mkdtemp(prefix="screen-costs-")
TICK = os.sysconf("SC_CLK_TCK")


class Screen:
    """The program in a pseudo-terminal."""

    def __init__(self, *arguments, columns=120, rows=36):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.chdir(FOLDER)
            environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
            os.execve(PROGRAM, [PROGRAM, *arguments], environment)
        self.resize(columns, rows)
        self.bytes = b""

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, timeout):
        if select.select([self.master], [], [], timeout)[0]:
            try:
                self.bytes = (self.bytes + os.read(self.master, 65536))[-1_000_000:]
            except OSError:
                return False
        return True

    def type(self, keys):
        os.write(self.master, keys.encode())

    def wait(self, mark, seconds=60.0):
        """Seconds until the bytes hold `mark`, from now on."""
        self.bytes = b""
        start = time.perf_counter()
        while mark not in self.bytes:
            left = seconds - (time.perf_counter() - start)
            if left <= 0 or not self.read(left):
                sys.exit(f"{mark} did not come; the screen got {self.bytes[-300:]}")
        return time.perf_counter() - start

    def idle(self, seconds):
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.read(end - time.perf_counter())

    def processor(self, thread=None):
        """Seconds of processor time of the program, or of one of its threads."""
        path = f"/proc/{self.pid}/task/{thread}/stat" if thread else f"/proc/{self.pid}/stat"
        fields = open(path).read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def peak_memory(self):
        lines = open(f"/proc/{self.pid}/status").read().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))

    def end(self):
        os.kill(self.pid, signal.SIGTERM)
        while self.read(0.2) and os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            pass
        os.close(self.master)


def training(name, *more):
    return ["train", "--input", "1x35x35", "--run", f"runs/{name}", *more]


def line(figure, value):
    print(f"| {figure} | {value} |", flush=True)


def latency():
    """From a key to the end of the frame that answers it: `:` shows the cursor, Backspace hides it again."""
    screen = Screen(*training("latency", "--minutes", "3"))
    screen.wait(b"pairs/s")
    screen.idle(3)
    times = []
    for turn in range(300):
        screen.type(":" if turn % 2 == 0 else "\x7f")
        times.append(screen.wait(b"\x1b[?25h" if turn % 2 == 0 else b"\x1b[?25l", 5))
        screen.idle(0.03 + 0.0007 * (turn * 37 % 100))
    screen.end()
    times.sort()
    line("key to screen while training on all cores, median", f"{statistics.median(times) * 1000:.1f} ms")
    line("the same, 99th percentile", f"{times[int(len(times) * 0.99)] * 1000:.1f} ms")


def load():
    """The first thread is the screen's; while training, others work on the training."""
    screen = Screen(*training("load", "--minutes", "3"))
    screen.wait(b"pairs/s")
    screen.idle(5)
    before, start = screen.processor(screen.pid), time.perf_counter()
    screen.idle(15)
    share = (screen.processor(screen.pid) - before) / (time.perf_counter() - start)
    screen.end()
    line("screen's thread while training, of one core", f"{share * 100:.1f} %")
    screen = Screen("watch", "load")
    screen.idle(4)
    before, start = screen.processor(), time.perf_counter()
    screen.idle(15)
    share = (screen.processor() - before) / (time.perf_counter() - start)
    screen.end()
    line("whole program at rest, of one core", f"{share * 100:.1f} %")


def throughput():
    """The same training alternately with and without the dashboard; the middle of the ratios of neighbours."""

    def pairs_a_second(name, plain):
        screen = Screen(*training(name, "--steps", "200", *(["--plain"] if plain else [])))
        events = f"{FOLDER}/runs/{name}/events.jsonl"
        while not (os.path.exists(events) and b'{"finished"' in open(events, "rb").read()):
            screen.idle(0.3)
        screen.end()
        steps = [json.loads(text)["step"]["_0"] for text in open(events) if text.startswith('{"step"')]
        # The first steps warm up; evaluations, which lie between steps, are left out.
        rates = [step["pairsPerSecond"] for step in steps if step["step"] > 40]
        return statistics.median(rates)

    ratios = []
    for turn in range(5):
        order = [True, False] if turn % 2 else [False, True]
        rates = {plain: pairs_a_second(f"throughput-{turn}-{plain}", plain) for plain in order}
        ratios.append(rates[False] / rates[True])
    line("training with the dashboard, of the throughput with `--plain`", f"{statistics.median(ratios) * 100:.1f} % ({min(ratios) * 100:.1f} to {max(ratios) * 100:.1f})")


def million():
    """A run with a million steps, made from a real one."""
    subprocess.run([PROGRAM, *training("small", "--steps", "3", "--plain")], cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    shutil.copytree(f"{FOLDER}/runs/small", f"{FOLDER}/runs/million")
    events = [json.loads(text) for text in open(f"{FOLDER}/runs/small/events.jsonl")]
    step = next(event["step"]["_0"] for event in events if "step" in event)
    others = [json.dumps(event, separators=(",", ":")) for event in events if "step" not in event and "finished" not in event]
    with open(f"{FOLDER}/runs/million/events.jsonl", "w") as file:
        file.write(others[0] + "\n")
        for number in range(1, 1_000_001):
            step.update(step=number, elapsed=number * 0.02, loss=0.1 + (number * 7919 % 1000) / 9999)
            file.write(json.dumps({"step": {"_0": step}}, separators=(",", ":"), sort_keys=True) + "\n")
        file.write("\n".join(others[1:]) + "\n")
    start = time.perf_counter()
    screen = Screen("watch", "million")
    screen.wait(b"1,000,000")
    seconds = time.perf_counter() - start
    screen.idle(1)
    memory = screen.peak_memory()
    screen.end()
    line("a million step events, from the command to the screen", f"{seconds:.2f} s")
    line("memory for them at its peak", f"{memory / 2**20:.0f} MiB")


def storm():
    screen = Screen(*training("storm", "--minutes", "2"))
    screen.wait(b"pairs/s")
    start = time.perf_counter()
    for turn in range(1000):
        screen.resize(1 + turn * 37 % 300, 1 + turn * 13 % 100)
        screen.read(0.001)
    screen.resize(120, 36)
    screen.idle(0.5)
    screen.type(":")
    screen.wait(b"\x1b[?25h", 10)
    line("1,000 changes of the window's size while training", f"survived, in {time.perf_counter() - start:.1f} s")
    screen.end()


PARTS = {part.__name__: part for part in (latency, load, throughput, million, storm)}
try:
    print("| figure | measured |\n|---|---|", flush=True)
    for name in sys.argv[2:] or PARTS:
        PARTS[name]()
finally:
    shutil.rmtree(FOLDER, ignore_errors=True)
