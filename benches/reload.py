"""Measures how long the preview takes from a save to the news on its live channel.

    benches/reload.py BINARY SITE [SAVES]

Each save adds a line to another person's profile, half a second after the last news. SITE is changed: give it a copy, on a
tmpfs to leave the disk out of it. `benches/corpus.py` writes one.
"""

import base64
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path


def main():
    binary, site = sys.argv[1], Path(sys.argv[2])
    saves = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    profiles = sorted(site.glob("content/people/*.md"))
    command = [binary, "serve", "--lang", "en", "--site", str(site)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = next(filter(None, (re.search(r"http://([\d.]+):(\d+)/", line) for line in server.stdout)))
        page = Page(address[1], int(address[2]))
        page.look(f"/people/{profiles[0].stem}/")
        page.news()
        times = []
        for save in range(saves):
            profile = profiles[save * 977 % len(profiles)]
            text = profile.read_text(encoding="utf-8") + f"\n又值守{save}次。\n"
            time.sleep(0.5)
            began = time.perf_counter()
            profile.write_text(text, encoding="utf-8")
            news = page.news()
            times.append(time.perf_counter() - began)
            assert profile.stem in news["edited"] and not news["problems"], news
        milliseconds = [round(1000 * each) for each in (min(times), statistics.median(times), max(times))]
        print("reload: fastest {} ms, median {} ms, slowest {} ms".format(*milliseconds))
        print(f"processor time of a save: {1000 * processor_time(server.pid) / saves:.0f} ms, the start included")
    finally:
        server.terminate()
        server.wait()


class Page:
    """An open page of the preview, as far as it listens."""

    def __init__(self, host, port):
        self.host, self.port = host, port
        self.channel = socket.create_connection((host, port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.channel.sendall(
            f"GET /_honorroll/live HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: http://{host}:{port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.stream = self.channel.makefile("rb")
        assert b" 101 " in self.stream.readline()
        while self.stream.readline().strip():
            pass

    def look(self, path):
        with socket.create_connection((self.host, self.port)) as connection:
            request = f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nConnection: close\r\n\r\n"
            connection.sendall(request.encode())
            assert b" 200 " in connection.makefile("rb").readline()

    def news(self):
        length = self.stream.read(2)[1]
        if length >= 126:
            length = int.from_bytes(self.stream.read(2 if length == 126 else 8), "big")
        return json.loads(self.stream.read(length))


def processor_time(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
