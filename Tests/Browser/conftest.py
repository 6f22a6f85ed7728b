"""A real server with the demo practice and a real Chromium, started once for all browser tests."""

import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import urllib.request

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "debug" / "stepwell"
SCREENS = ROOT / ".build" / "screens"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server():
    """The address of a running demo practice."""
    program = pathlib.Path(os.environ.get("STEPWELL_PROGRAM", PROGRAM))
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        process = subprocess.Popen(
            [program, "serve", "--demo", "--data", data, "--port", str(port)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                if process.poll() is not None:
                    raise RuntimeError(process.stderr.read().decode())
                try:
                    urllib.request.urlopen(address + "/reference", timeout=2).read()
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                raise RuntimeError("the server did not answer")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def make_browser(javascript=True):
    options = Options()
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]:
        options.add_argument(argument)
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


@pytest.fixture(scope="session")
def browser():
    driver = make_browser()
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def plain_browser():
    """A browser with scripts switched off."""
    driver = make_browser(javascript=False)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def axe_script(browser):
    import axe_playwright_python

    folder = pathlib.Path(axe_playwright_python.__file__).parent
    script = next(folder.rglob("axe.min.js"))
    return script.read_text()


def show(driver, width, height, scheme, zoom=1):
    """Sets the window, the color scheme and the text size of a page to come."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "screen", "features": [{"name": "prefers-color-scheme", "value": scheme}]})


def patient_paths(driver, address):
    """Addresses of every patient on the board."""
    driver.get(address + "/board?all=1")
    found = re.findall(r'href="(/patients/[0-9a-f-]{36})"', driver.page_source)
    return list(dict.fromkeys(found))
