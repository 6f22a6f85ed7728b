"""Loads a server with wrk: 32 connections, one thread, over loopback. `cpu_ms` is what the server used for a request."""

import json
import os
import re
import subprocess
import tempfile

from .programs import say

CONNECTIONS = 32

DONE = """
done = function(s, l, r)
  io.write(string.format('WRK {"requests":%d,"per_second":%.0f,"p50_ms":%.2f,"p99_ms":%.2f,"refused":%d,"socket_errors":%d}\\n',
    s.requests, s.requests / (s.duration / 1e6), l:percentile(50) / 1000, l:percentile(99) / 1000, s.errors.status,
    s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout))
end
"""

# About as large as the yardstick's check-in.
POST = """
request = function()
  local at = os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - 2)
  return wrk.format("POST", "/api/patients/" .. ids[math.random(#ids)] .. "/events",
    {["Content-Type"] = "application/json", ["Authorization"] = bearer},
    '{"type":"vitals","at":"' .. at .. '","temperatureC":37.2,"heartRate":72,"oxygenSaturation":97}')
end
"""

PAGE = """
request = function()
  return wrk.format("GET", "/patients/" .. ids[math.random(#ids)], {["Authorization"] = bearer})
end
"""

BOARD = """
request = function() return wrk.format("GET", "/board", {["Authorization"] = bearer}) end
"""

YARDSTICK_POST = """
local t = 1763700000
request = function()
  t = t + 1
  return wrk.format("POST", "/checkin", {["Content-Type"] = "application/json"},
    string.format('{"patient":%d,"at":%d,"temp":%.1f,"chills":false,"dizzy":%s,"confused":false,"breath":false,"note":"rested"}',
      math.random(0, 199), t, 36 + math.random() * 3, math.random() < 0.1 and "true" or "false"))
end
"""

YARDSTICK_PAGE = """
request = function() return wrk.format("GET", "/patient/" .. math.random(0, 199)) end
"""


def run(program, script, label, seconds, ids=(), token="", connections=CONNECTIONS):
    head = "local ids = {" + ",".join(f'"{i}"' for i in ids) + "}\n" + f'local bearer = "Bearer {token}"\n'
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as file:
        file.write(head + script + DONE)
    used = program.cpu()
    try:
        result = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency", "-s", file.name,
             f"http://127.0.0.1:{program.port}"], capture_output=True, text=True)
    finally:
        os.unlink(file.name)
    found = re.search(r"WRK (\{.*\})", result.stdout)
    if not found:
        raise SystemExit(f"wrk said nothing for {label}: {(result.stdout + result.stderr)[-300:]}")
    figures = json.loads(found.group(1))
    figures["cpu_ms"] = round((program.cpu() - used) * 1000 / max(1, figures["requests"]), 3)
    say(what=label, **figures)
    # A figure of refusals would say nothing.
    if figures["refused"] * 100 > figures["requests"]:
        raise SystemExit(f"{label}: {figures['refused']} of {figures['requests']} requests were refused")
    return figures
