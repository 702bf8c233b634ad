"""Opens the page that `twinscope report` writes in headless Chromium: it draws, asks for nothing, complains about nothing, follows the
reader's choice of light or dark, and prints.

    python3 Tests/Peers/check_report.py PAGE.html [CHROMIUM]

Keeps the pictures beside the page: PAGE.light.png, PAGE.dark.png, PAGE.pdf. Needs nothing but Chromium.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zlib


def browse(browser, page, *options):
    """What Chromium says while it does something with a page, and the addresses that it asked for."""
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "net.json"
        answer = subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--no-first-run", "--hide-scrollbars", f"--user-data-dir={folder}/profile", "--enable-logging=stderr",
             f"--log-net-log={log}", "--window-size=1100,3200", *options, page.as_uri()],
            capture_output=True, text=True, timeout=120)
        assert answer.returncode == 0, answer.stderr
        text = log.read_text()
    console = [line for line in answer.stderr.splitlines() if "CONSOLE" in line]
    # The program may end before the log is closed, so it is read as text. Chromium's own errands are not the page's.
    asked = set(re.findall(r'"url":"((?:https?|wss?|ftp)://[^"]*)"', text))
    errands = re.compile(r"https?://[^/]*(google|gstatic|gvt1)[^/]*/")
    return answer.stdout, console, sorted(address for address in asked if not errands.match(address))


def first_pixel(png):
    """Red, green and blue of a PNG's first pixel, on which no filter has an effect."""
    data, place = b"", 8
    while place < len(png):
        length = int.from_bytes(png[place:place + 4], "big")
        if png[place + 4:place + 8] == b"IDAT":
            data += png[place + 8:place + 8 + length]
        place += 12 + length
    return tuple(zlib.decompressobj().decompress(data, 4)[1:4])


def check(browser, page):
    document, console, asked = browse(browser, page, "--dump-dom")
    assert not console, f"the console says {console}"
    assert not asked, f"the page asks for {asked}"
    for tag in ["<svg", "<h2>", "<table>"]:
        assert tag in document, f"the page shows no {tag}"
    brightness = {}
    for scheme, number in [("light", 1), ("dark", 0)]:
        picture = page.with_suffix(f".{scheme}.png")
        browse(browser, page, f"--blink-settings=preferredColorScheme={number}", f"--screenshot={picture}")
        brightness[scheme] = sum(first_pixel(picture.read_bytes()))
    assert brightness["light"] > 600 > 200 > brightness["dark"], brightness
    printed = page.with_suffix(".pdf")
    browse(browser, page, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    pages = len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))
    assert pages >= 1, "nothing is printed"
    return pages


def check_that_trouble_is_seen(browser):
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "bad.html"
        page.write_text("<img src='http://127.0.0.1:9/a.png'><script>console.error('planted')</script>")
        _, console, asked = browse(browser, page, "--dump-dom")
        assert any("planted" in line for line in console) and asked, "trouble on a page goes unseen; the check proves nothing"


def main():
    page = pathlib.Path(sys.argv[1]).resolve()
    names = sys.argv[2:] or ["chromium", "chromium-browser", "google-chrome"]
    browser = next(filter(None, map(shutil.which, names)), None)
    if not browser:
        sys.exit("there is no Chromium; install the package chromium, or name the program")
    check_that_trouble_is_seen(browser)
    pages = check(browser, page)
    print(f"{page.name}: draws in light and dark, asks for nothing, says nothing, prints on {pages} pages")


main()
