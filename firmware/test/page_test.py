"""README.md and its drawings against the sketch and the drawing of the case, so that they do not go stale."""

import binascii
import os
import re
import unittest
import xml.etree.ElementTree as ElementTree

FIRMWARE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
DRAWINGS = ["wiring-usb.svg", "wiring-uart.svg", "case/drill-template.svg"]
SVG = "{http://www.w3.org/2000/svg}"


def read(name):
    with open(os.path.join(FIRMWARE, name), encoding="utf-8") as file:
        return file.read()


def rows(page):
    """The cells of each row of each table, bare of their marks."""
    lines = [line.strip("|") for line in page.splitlines() if line.startswith("|")]
    return [[cell.strip(" *`") for cell in line.split("|")] for line in lines]


def pins():
    """From the sketch: {'Motion': 'D3', ...}."""
    return dict(re.findall(r"k(\w+)Bit = _BV\(\w+\);\s*// (D\d+)", read("porchlight/porchlight.ino")))


def figure(name):
    """A figure of the case, or the last of a pair of them."""
    return float(re.search(rf"^{name} = \[?(?:[\d.]+, )?([\d.]+)\]?;", read("case/porchlight-case.scad"), re.M)[1])


class Page(unittest.TestCase):
    def test_the_settings_are_those_of_the_sketch(self):
        code = read("porchlight/settings.cpp")
        names = re.search(r'kNames\[\] PROGMEM = "([^"]*)"', code)[1].split(r"\0")[:-1]
        numbers = re.findall(r"^    \{(-?\d+), (-?\d+), (-?\d+)\},", code, re.M)
        self.assertEqual(5, len(numbers))
        table = {row[0]: row[1:3] for row in rows(read("README.md")) if row[0] in names}
        self.assertEqual(names, list(table))
        for name, (usual, least, most) in zip(names, numbers):
            self.assertEqual([f"{least} to {most}", usual], table[name], name)
        led = re.search(r"led = '(.)';", code)[1]
        called = re.search(r'strncpy\(name, "(\w+)"', code)[1]
        longest = re.search(r"kMaxName = (\d+)", read("porchlight/settings.h"))[1]
        slow, usual = re.search(r"isSlow \? (\d+) : (\d+)", read("porchlight/settings.h")).groups()
        self.assertEqual([f"{slow} or {usual}", usual], table["baud"])
        self.assertEqual(led, table["led"][1])
        self.assertEqual(called, table["name"][1])
        self.assertIn(f"{longest} at most", table["name"][0])

    def test_the_pins_are_those_of_the_sketch(self):
        pin = pins()
        self.assertEqual(5, len(pin))
        wired = {(row[1] if row[1] else row[0]): row[2] for row in rows(read("README.md")) if len(row) == 4}
        self.assertEqual([pin["Motion"], pin["Trigger"], pin["Echo"], pin["Light"]],
                         [wired[name] for name in ("OUT", "TRIG", "ECHO", "IN")])
        self.assertEqual(pin["Led"], wired['LED "L", on the Uno'])
        told = read("wiring-usb.svg")
        for name, words in (("Motion", "OUT to"), ("Trigger", "TRIG to"), ("Echo", "ECHO to"), ("Light", "IN to"),
                            ("Led", "LED L on the board is at")):
            self.assertIn(f"{words} {pin[name]}", told)
            self.assertIn(f">{pin[name]}</text>", told)

    def test_each_fault_of_the_sketch_has_its_row(self):
        texts = re.findall(r'^    "([^"]+)\\0"', read("porchlight/faults.cpp"), re.M)
        self.assertEqual(6, len(texts))
        for text in texts:
            self.assertIn(f"`{text}` |", read("README.md"))

    def test_each_line_to_send_has_its_checksum(self):
        lines = re.findall(r"`\$([^*`]+)\*([0-9A-F]{4})`", read("README.md"))
        self.assertGreater(len(lines), 5)
        for payload, checksum in lines:
            self.assertEqual(f"{binascii.crc_hqx(payload.encode(), 0xFFFF):04X}", checksum, payload)

    def test_its_links_lead_somewhere(self):
        page = read("README.md")
        titles = re.findall(r"^#+ (.+)$", page, re.M)
        headings = [re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles]
        links = re.findall(r"\]\(([^)]+)\)", page)
        self.assertGreater(len(links), 20)
        for link in links:
            if link.startswith("#"):
                self.assertIn(link[1:], headings)
            elif not link.startswith("https:"):
                self.assertTrue(os.path.exists(os.path.join(FIRMWARE, link)), link)

    def test_the_hours_follow_from_their_formula(self):
        table = [row for row in rows(read("README.md")) if re.search(r"\(\d+ mA\)$", row[0])]
        self.assertEqual(3, len(table))
        for row in table:
            amperes = int(re.search(r"\((\d+) mA", row[0])[1]) / 1000
            hours = [f"{ah * 3.7 * 0.85 / (5 * amperes):.0f} h" for ah in (5, 10, 20)]
            self.assertEqual(hours, row[1:4])


class Drawings(unittest.TestCase):
    def test_they_are_told_to_those_who_cannot_see_them(self):
        for name in DRAWINGS:
            root = ElementTree.fromstring(read(name))
            self.assertEqual("img", root.get("role"))
            self.assertTrue(root.find(SVG + "title").text and root.find(SVG + "desc").text, name)

    def test_they_need_nothing_else_and_bring_their_own_background(self):
        for name in DRAWINGS:
            drawn = read(name).replace('xmlns="http://www.w3.org/2000/svg"', "")
            self.assertNotRegex(drawn, r"href|url\(|//|<script|<style", name)
            root = ElementTree.fromstring(read(name))
            ground = root.find(SVG + "rect")
            self.assertEqual(root.get("viewBox"), f"0 0 {ground.get('width')} {ground.get('height')}")
            self.assertEqual("#ffffff", ground.get("fill"))

    def test_the_drill_template_is_to_scale_and_has_the_holes_of_the_case(self):
        root = ElementTree.fromstring(read("case/drill-template.svg"))
        _, _, width, height = root.get("viewBox").split()
        self.assertEqual((width + "mm", height + "mm"), (root.get("width"), root.get("height")))
        self.assertIn("50", [box.get("width") for box in root.findall(SVG + "rect")])
        holes = [tuple(float(hole.get(part)) for part in ("cx", "cy", "r")) for hole in root.findall(SVG + "circle")]
        dome, _, _, left, right = holes
        slack = figure("hole_slack")
        self.assertEqual([figure("pir_dome") + slack] + [figure("sr04_eye") + slack] * 2,
                         [2 * hole[2] for hole in (dome, left, right)])
        self.assertEqual(figure("sr04_apart"), right[0] - left[0])
        self.assertEqual(figure("pir_screws"), holes[2][0] - holes[1][0])
        self.assertEqual(figure("sr04_board") / 2 + 4 + figure("pir_board") / 2, left[1] - dome[1])


if __name__ == "__main__":
    unittest.main()
