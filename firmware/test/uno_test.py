"""The sketch on the simulated Uno: what it says, pin by pin and line by line. Run by make uno and make endurance."""

import os
import random
import re
import select
import subprocess
import sys
import tempfile
import termios
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "..", "build")
SIM = os.path.join(BUILD, "unosim")
HEX = os.path.join(BUILD, "porchlight.hex")
SCENARIOS = os.path.join(HERE, "..", "sim", "scenarios")
BOOTLOADER = "/usr/share/arduino/hardware/arduino/avr/bootloaders/optiboot/optiboot_atmega328.hex"

MOTION, NEAR, WARM_UP, LEARNING, EDGE = 1, 2, 4, 8, 16
SETTLED = 65_000  # ms until the motion sensor has settled and the background is learned


def crc(payload):
    crc = 0xFFFF
    for byte in payload.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def wire(payload):
    return f"${payload}*{crc(payload):04X}\n"


class Reading:
    def __init__(self, fields):
        self.seq, self.ms = int(fields[1]), int(fields[2])
        flags = int(fields[3], 16)
        self.motion, self.near = bool(flags & MOTION), bool(flags & NEAR)
        self.warm_up, self.learning = bool(flags & WARM_UP), bool(flags & LEARNING)
        self.edge = bool(flags & EDGE)
        self.mm = None if fields[4] == "-" else int(fields[4])


def parse(text):
    """Lines to lists of fields; each must be whole, but for the one that the end of the run or a reset cut."""
    lines = []
    for line in text.split("\n")[:-1]:
        found = re.fullmatch(r"\$([ -~]+)\*([0-9A-F]{4})", line)
        if found and int(found[2], 16) == crc(found[1]):
            lines.append(found[1].split(","))
        else:
            lines.append(["damaged", line])
    return lines


def run(scenario, *options):
    """Runs the lines of a scenario, or the file of one, as fast as it goes; what the board said."""
    with tempfile.TemporaryDirectory() as folder:
        name = scenario
        if isinstance(scenario, list):
            name = os.path.join(folder, "scenario")
            with open(name, "w") as file:
                file.write("\n".join(scenario) + "\n")
        said = os.path.join(folder, "lines")
        subprocess.run([SIM, "--speed", "0", "--scenario", name, "--lines", said, *options, HEX], check=True,
                       stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(said, encoding="latin-1") as file:
            return parse(file.read())


def readings(lines):
    return [Reading(fields) for fields in lines if fields[0] == "R"]


def of_type(lines, kind):
    return [",".join(fields) for fields in lines if fields[0] == kind]


class Scenes(unittest.TestCase):
    def scene(self, name, *options):
        lines = run(os.path.join(SCENARIOS, name + ".txt"), "--settle", str(SETTLED), *options)
        self.assertEqual([], of_type(lines, "damaged"))
        # at the learned background, before the scenario begins, nobody is there
        heard = [reading for reading in readings(lines) if reading.ms > SETTLED]
        self.assertFalse(heard[0].motion or heard[0].near or heard[0].warm_up or heard[0].learning)
        return heard, lines

    def in_range(self, heard):
        return [r.mm for r in heard if r.mm is not None and 50 <= r.mm <= 1500]

    def test_a_walk_to_the_door_is_seen_with_its_closest_distance(self):
        heard, _ = self.scene("walk-to-the-door")
        self.assertTrue(any(r.motion and r.near for r in heard))
        self.assertAlmostEqual(620, min(r.mm for r in heard if r.mm), delta=20)
        self.assertFalse(heard[-1].near or heard[-1].motion)

    def test_a_passing_car_is_motion_but_never_in_range(self):
        heard, _ = self.scene("passing-car")
        self.assertTrue(any(r.motion for r in heard))
        self.assertEqual([], self.in_range(heard))

    def test_a_cat_is_motion_but_never_near(self):
        heard, _ = self.scene("cat")
        self.assertTrue(any(r.motion for r in heard))
        self.assertFalse(any(r.near for r in heard))
        self.assertEqual([], self.in_range(heard))

    def test_a_swinging_branch_is_motion_alone(self):
        heard, _ = self.scene("swinging-branch")
        self.assertEqual(8, sum(r.edge for r in heard))
        self.assertFalse(any(r.near for r in heard))

    def test_rain_of_false_echoes_is_nobody(self):
        heard, _ = self.scene("rain")
        self.assertFalse(any(r.near for r in heard))
        self.assertEqual([], self.in_range(heard))

    def test_a_parked_box_becomes_background(self):
        heard, _ = self.scene("parked-box")
        self.assertTrue(any(r.near for r in heard))
        self.assertFalse(heard[-1].near)
        self.assertAlmostEqual(1000, heard[-1].mm, delta=10)

    def test_an_unplugged_echo_wire_is_told_and_its_return_too(self):
        heard, lines = self.scene("unplugged-echo")
        self.assertEqual(["F,1,no answer from D5: check rangefinder"], of_type(lines, "F"))
        self.assertEqual(["C,1"], of_type(lines, "C"))
        self.assertTrue(any(r.mm is None for r in heard))
        self.assertFalse(any(r.near for r in heard))
        self.assertAlmostEqual(2500, heard[-1].mm, delta=10)

    def test_of_a_night_with_nothing_the_first_twenty_minutes_are_quiet(self):
        self.quiet_night("--until", "1200000")

    def quiet_night(self, *options):
        heard, _ = self.scene("night", *options)
        self.assertFalse(any(r.motion or r.near for r in heard))
        # the line is never silent for more than a second, and no reading is missing
        self.assertLessEqual(max(b.ms - a.ms for a, b in zip(heard, heard[1:])), 1000)
        self.assertTrue(all((b.seq - a.seq) % 65536 == 1 for a, b in zip(heard, heard[1:])))


class Distances(unittest.TestCase):
    def worst(self, air, temperature):
        """The worst error in mm from 5 to 390 cm, with the line kept busy by motion."""
        places = [5, 6, 8, 10, 15, 20, *range(30, 391, 15), 390]
        commands = ["0 cm 250", "100 pir 1", f"0 air {air}", f"200 say S,temperature,{temperature}"]
        commands += [f"{(i + 1) * 2000} cm {cm}" for i, cm in enumerate(places)]
        commands += [f"{(i + 1) * 2000 + at} say G" for i in range(len(places)) for at in (600, 1200)]
        commands.append(f"{(len(places) + 1) * 2000} end")
        commands.sort(key=lambda command: int(command.split()[0]))
        heard = readings(run(commands))
        worst = 0
        for i, cm in enumerate(places):
            there = [r for r in heard if (i + 1) * 2000 + 500 < r.ms < (i + 2) * 2000]
            self.assertGreater(len(there), 20)
            worst = max([worst] + [abs(r.mm - cm * 10) if r.mm is not None else 9999 for r in there])
        return worst

    def test_the_error_is_at_most_a_centimetre_from_5_to_390_cm(self):
        for air in (20, -15, 35):
            worst = self.worst(air, air)
            print(f"worst error at {air} C: {worst} mm", file=sys.stderr)
            self.assertLessEqual(worst, 10)

    def test_without_the_right_temperature_it_would_be_wrong(self):
        self.assertGreater(self.worst(-15, 20), 100)

    def test_no_echo_is_no_distance(self):
        heard = readings(run(["0 cm none", "20000 end"]))
        self.assertTrue(all(r.mm is None for r in heard))


class Edges(unittest.TestCase):
    HOURS = float(os.environ.get("HOURS", "0.1"))

    def lost(self, baud):
        """Motion edges at random times, and some in bursts, while the host asks much and each ping is reported."""
        chance = random.Random(20_261_125)
        end = int(self.HOURS * 3_600_000)
        commands = []
        edges = []
        ms = 5_000
        while ms < end:
            if chance.random() < 0.02:
                for _ in range(12):  # as a loose wire does
                    edges.append(ms)
                    ms += chance.randrange(15, 40)
                ms += 1_000
            else:
                edges.append(ms)
                ms += chance.randrange(100, 6_000)
        commands += [(at, f"pir {(i + 1) % 2}") for i, at in enumerate(edges)]
        commands += [(at, "say " + chance.choice(["G", "Q", "T,1", "T,0", "S,volume,1", "S,range_max_cm,150"]))
                     for at in range(1_500, end, 1_900)]
        commands += [(1_000, f"say S,baud,{baud}"), (end + 2_000, "end")]
        commands = [f"{at} {command}" for at, command in sorted(commands, key=lambda command: command[0])]
        lines = run(["0 cm 120", "0 noise 3", *commands])
        self.assertEqual([], of_type(lines, "damaged"))
        self.assertEqual([], of_type(lines, "F"))
        told = [r for r in readings(lines) if r.edge]
        heard = readings(lines)
        self.assertTrue(all(b.ms >= a.ms for a, b in zip(heard, heard[1:])))
        self.assertTrue(all((b.seq - a.seq) % 65536 == 1 for a, b in zip(heard, heard[1:])))
        self.assertTrue(all(r.motion == (i % 2 == 0) for i, r in enumerate(told)))
        off = [told_edge.ms - edge for told_edge, edge in zip(told, edges)]
        self.assertTrue(all(-3 <= ms <= 3 for ms in off), f"off by {min(off)} to {max(off)} ms")
        print(f"{baud} baud, {self.HOURS} h: {len(edges)} edges, {len(told)} told", file=sys.stderr)
        return len(edges) - len(told)

    def test_none_is_lost_at_115200_baud(self):
        self.assertEqual(0, self.lost(115_200))

    def test_none_is_lost_at_9600_baud(self):
        self.assertEqual(0, self.lost(9_600))


class Starts(unittest.TestCase):
    def test_a_warm_start_keeps_the_background_and_does_not_settle_again(self):
        lines = run(["0 cm 250", "1000 reset", "3000 cm 100", "6000 end"], "--settle", str(SETTLED))
        self.assertEqual(["cold", "warm"], [fields[5] for fields in lines if fields[0] == "H"])
        after = readings(lines[[fields[0] for fields in lines].index("H", 1):])
        self.assertFalse(any(r.warm_up or r.learning for r in after))
        self.assertTrue(after[-1].near)

    def test_power_on_learns_and_settles_anew(self):
        lines = run(["0 cm 250", "1000 power", "6000 end"], "--settle", str(SETTLED))
        self.assertEqual(["cold", "cold"], [fields[5] for fields in lines if fields[0] == "H"])
        after = readings(lines[[fields[0] for fields in lines].index("H", 1):])
        self.assertTrue(after[0].warm_up and after[0].learning and after[-1].warm_up)

    def test_a_hung_board_starts_itself_anew_and_says_so(self):
        lines = run(["0 cm 250", "1000 hang", "70000 end"], "--settle", str(SETTLED))
        self.assertEqual(["cold", "warm"], [fields[5] for fields in lines if fields[0] == "H"])
        self.assertEqual(["F,6,it hung and started itself anew"], of_type(lines, "F"))
        self.assertEqual(["C,6"], of_type(lines, "C"))

    def test_a_stuck_echo_is_told_and_the_board_goes_on(self):
        lines = run(["0 cm 250", "1000 echo stuck", "8000 pir 1", "10000 echo good", "20000 end"])
        self.assertEqual(["F,2,echo on D5 stays high: check rangefinder"], of_type(lines, "F"))
        self.assertEqual(["C,2"], of_type(lines, "C"))
        self.assertTrue(any(r.edge and r.motion for r in readings(lines)))
        self.assertEqual(250, round(readings(lines)[-1].mm / 10))

    def test_a_sensor_that_is_stuck_from_the_start_is_told(self):
        lines = run(["0 echo stuck", "10000 end"])
        self.assertEqual(["F,2,echo on D5 stays high: check rangefinder"], of_type(lines, "F"))
        self.assertTrue(all(r.mm is None for r in readings(lines)))


class Settings(unittest.TestCase):
    def test_settings_outlive_the_power_and_damage_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            eeprom = os.path.join(folder, "eeprom")
            first = run(["1000 say S,name,door", "1010 say S,temperature,-5", "2000 end"], "--eeprom", eeprom)
            self.assertEqual({"A,name,door", "A,temperature,-5"}, set(of_type(first, "A")))
            second = run(["1000 say G", "2000 end"], "--eeprom", eeprom)
            self.assertEqual("door", second[0][3])
            self.assertEqual(["A,range_min_cm,5", "A,range_max_cm,150", "A,temperature,-5", "A,busy_ms,60",
                              "A,idle_ms,1000", "A,baud,115200", "A,led,a", "A,name,door"], of_type(second, "A"))
            with open(eeprom, "r+b") as file:
                file.write(b"\x01\x02\x03\x04" * 20)
            third = run(["1000 say S,range_max_cm,150", "2000 end"], "--eeprom", eeprom)
            self.assertEqual("porch", third[0][3])
            self.assertEqual(["F,5,settings were damaged: set them anew"], of_type(third, "F"))
            self.assertEqual(["C,5"], of_type(third, "C"))

    def test_what_cannot_be_is_refused(self):
        lines = run(["1000 say S,volume,11", "1001 say S,range_max_cm,401", "1002 say S,baud,300", "2000 end"])
        self.assertEqual(["N,volume,unknown", "N,range_max_cm,range", "N,baud,range"], of_type(lines, "N"))

    def test_the_host_switches_the_light_and_the_led(self):
        with tempfile.TemporaryDirectory() as folder:
            pins = os.path.join(folder, "pins")
            lines = run(["1000 say L,0", "2000 say T,1", "3000 say T,0", "4000 say L,1", "5000 say T,1", "306000 end"],
                        "--pins", pins)
            self.assertEqual(["A,led,0", "A,light,1", "A,light,0", "A,led,1", "A,light,1", "A,light,0"],
                             of_type(lines, "A"))
            with open(pins) as file:
                changes = [line.split() for line in file]
        light = [(round(float(ms) / 1000), state) for ms, pin, state in changes if pin == "light"]
        self.assertEqual([(2, "1"), (3, "0"), (5, "1"), (305, "0")], light)
        led = [float(ms) for ms, pin, _ in changes if pin == "led"]
        self.assertFalse(any(1_100 < ms < 3_900 for ms in led))


class Led(unittest.TestCase):
    """The walk test of README.md."""

    def test_each_of_its_signs_is_what_the_page_says(self):
        with tempfile.TemporaryDirectory() as folder:
            pins = os.path.join(folder, "pins")
            run(["0 cm 250", "1000 pir 1", "3000 pir 0", "5000 cm 100", "8000 cm 250", "12000 echo off", "20000 end"],
                "--settle", str(SETTLED), "--pins", pins)
            with open(pins) as file:
                changes = [(float(ms), state == "1") for ms, pin, state in map(str.split, file) if pin == "led"]
        lasted = [(start, is_lit, round(end - start)) for (start, is_lit), (end, _) in zip(changes, changes[1:])]

        def between(start, end):
            return {(is_lit, ms) for at, is_lit, ms in lasted if start < at and at + ms < end}

        # it settles and blinks slowly; motion lights it; in range it flickers; two flashes say that something is broken
        self.assertEqual({(True, 512), (False, 512)}, between(0, 60_000))
        self.assertEqual({(True, 2000)}, between(SETTLED + 900, SETTLED + 3_100))
        self.assertEqual({(True, 128), (False, 128)}, between(SETTLED + 5_500, SETTLED + 8_000))
        self.assertEqual({(True, 128), (False, 128), (False, 1664)}, between(SETTLED + 15_200, SETTLED + 20_000))


class Port(unittest.TestCase):
    """The board in real time, on a port as the host sees it."""

    def start(self, *options):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "uno")
        self.sim = subprocess.Popen([SIM, "--pty=" + self.path, *options], stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(self.stop)
        self.assertEqual(f"port: {self.path}\n", self.sim.stdout.readline())

    def stop(self):
        self.sim.terminate()
        self.sim.communicate()

    def command(self, text):
        self.sim.stdin.write(text + "\n")
        self.sim.stdin.flush()

    def read_until(self, port, start, seconds=20):
        """What was said up to the first line that begins so."""
        text = ""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([port], [], [], 0.1)[0]:
                text += os.read(port, 4096).decode("latin-1")
            lines = parse(text)
            if any(",".join(fields).startswith(start) for fields in lines):
                return lines
        self.fail(f"no {start} in {seconds} s: {text}")

    def test_opening_the_port_resets_the_board_which_stays_warm(self):
        self.start("--settle", str(SETTLED), HEX)
        for _ in range(2):
            port = os.open(self.path, os.O_RDWR | os.O_NOCTTY)
            lines = self.read_until(port, "R,0")
            self.assertEqual(["H", "warm"], [lines[0][0], lines[0][5]])
            os.close(port)

    def test_a_host_that_clears_hupcl_finds_the_board_running_on(self):
        self.start("--settle", str(SETTLED), HEX)
        port = os.open(self.path, os.O_RDWR | os.O_NOCTTY)
        self.read_until(port, "R,0")
        attributes = termios.tcgetattr(port)
        attributes[2] &= ~termios.HUPCL
        termios.tcsetattr(port, termios.TCSANOW, attributes)
        os.close(port)
        port = os.open(self.path, os.O_RDWR | os.O_NOCTTY)
        os.write(port, wire("Q").encode())
        hello = of_type(self.read_until(port, "H,"), "H")[0]
        self.assertGreater(int(hello.split(",")[4]), 900)
        os.close(port)

    def test_it_ends_with_the_program_that_drives_it_however_that_ends(self):
        self.start(HEX)
        self.sim.stdin.close()
        self.sim.stdin = None
        self.assertEqual(0, self.sim.wait(timeout=10))

    def test_a_host_talks_to_it(self):
        self.start("--settle", str(SETTLED), HEX)
        port = os.open(self.path, os.O_RDWR | os.O_NOCTTY)
        self.read_until(port, "H,")
        os.write(port, wire("S,range_max_cm,140").encode())
        self.read_until(port, "A,range_max_cm,140")
        self.command("pir 1")
        lines = self.read_until(port, "R,")
        while not readings(lines)[-1].edge:
            lines = self.read_until(port, "R,")
        self.assertTrue(readings(lines)[-1].motion)
        os.close(port)

    @unittest.skipUnless(os.path.exists(BOOTLOADER), "no optiboot here")
    def test_the_sketch_is_uploaded_through_the_bootloader(self):
        empty = os.path.join(BUILD, "empty.hex")
        with open(empty, "w") as file:
            file.write(":02000000FFCF30\n:00000001FF\n")  # rjmp to itself: an Uno without a sketch of ours
        self.start("--bootloader", BOOTLOADER, empty)
        subprocess.run(["make", "-C", os.path.join(HERE, ".."), "-s", "upload", "PORT=" + self.path], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60)
        port = os.open(self.path, os.O_RDWR | os.O_NOCTTY)
        lines = self.read_until(port, "H,")
        self.assertEqual(["H", "1", "1.0.0", "porch"], lines[-1][:4])
        os.close(port)


class Endurance(Scenes):
    """Not among the tests of each day; see make endurance."""

    def test_a_whole_night_is_quiet(self):
        self.quiet_night()


if __name__ == "__main__":
    unittest.main()
