"""What docs/deploy.md sets up, on this machine: python -m docs.deploy.local DIR [--replicas 4]

A publisher's file, replicas that follow it and nginx in front of them, each started by the command
and the configuration that stand beside this file, on free ports of loopback and below one temporary
folder. It publishes again every five minutes and runs until it is interrupted. Needs nginx in
/usr/sbin or the path, and no rights.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# The commands of the environment that this runs in, with the code of this checkout.
OURS = os.environ | {"PYTHONPATH": str(ROOT)}
SLOWEST_START = 90.0
PUBLISH_EVERY = 300.0
# The first address in replicas.conf, whose lines stand for those of all others.
FIRST = "127.0.0.1:8501"
# What nginx takes as given where a distribution's nginx.conf is around ours.
MAIN = """
daemon off;
{user}
pid {home}/nginx.pid;
error_log {home}/nginx.log;
worker_processes 2;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    {temporary}
    include {home}/depmap.conf;
    include {home}/depmap-replicas.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def unit(name: str) -> dict[str, list[str]]:
    """What a unit file sets, by its key, in order."""
    found: dict[str, list[str]] = {}
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        key, is_set, value = line.partition("=")
        if is_set and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def replicas_conf(addresses: Sequence[str]) -> str:
    """replicas.conf for these addresses, each with its port: a line of each list per address."""
    found: list[str] = []
    for line in (HERE / "replicas.conf").read_text(encoding="utf-8").splitlines(keepends=True):
        if FIRST in line:
            found += [line.replace(FIRST, address) for address in addresses]
        elif "127.0.0.1:" not in line:
            found.append(line)
    return "".join(found)


def nginx() -> str | None:
    """Where nginx is; Debian keeps it out of a person's path."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on now, all different."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


@dataclass
class Replica:
    """One dashboard, by the command of its unit."""

    port: int
    process: subprocess.Popen[bytes]


class Deployment:
    """A publisher's file, replicas of it and nginx in front, started and ended by `deployed`.

    address: what viewers open. home: where everything lies, also the logs.
    """

    def __init__(self, folder: Path, home: Path, count: int) -> None:
        port, *ports = free_ports(count + 1)
        self.home, self.address = home, f"http://127.0.0.1:{port}"
        # The places of the unit files, and where they are here.
        self._places = {
            "/opt/depmap/.venv/bin": str(Path(sys.executable).parent),
            "/opt/depmap": str(ROOT),
            "/srv/depmap/map": str(folder),
            "/var/lib/depmap": str(home / "published"),
            "/var/cache/depmap": str(home / "cache"),
        }
        (home / "published").mkdir(parents=True)
        self.replicas: list[Replica] = []
        self._nginx: subprocess.Popen[bytes] | None = None
        try:
            self.publish()
            self.replicas = [Replica(port, self._started(port)) for port in ports]
            for replica in self.replicas:
                self._wait_for(replica)
            self._nginx = self._start_nginx(port, ports)
            _wait_until_well(f"{self.address}/_stcore/health", self._nginx)
        except BaseException:
            self.stop()
            raise

    def publish(self) -> None:
        """What the publisher's timer does: builds when anything has changed."""
        (command,) = unit("depmap-publish.service")["ExecStart"]
        with (self.home / "publisher.log").open("ab") as log:
            subprocess.run(
                self._here(command).split(), check=True, env=OURS, stdout=log, stderr=log
            )

    def restart(self, replica: Replica) -> None:
        """What `systemctl restart` does: ends it, starts it, and waits until it shows something."""
        replica.process.terminate()
        replica.process.wait(timeout=float(unit("depmap@.service")["TimeoutStopSec"][0]))
        replica.process = self._started(replica.port)
        self._wait_for(replica)

    def stop(self) -> None:
        """Ends nginx, then all replicas."""
        processes = [replica.process for replica in self.replicas]
        for process in filter(None, [self._nginx, *processes]):
            process.terminate()
        for process in filter(None, [self._nginx, *processes]):
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()

    def _here(self, text: str, port: int = 0) -> str:
        """A line of a unit file with the places of this machine."""
        for place, here in self._places.items():
            text = text.replace(place, here)
        return text.replace("%i", str(port))

    def _started(self, port: int) -> subprocess.Popen[bytes]:
        found = unit("depmap@.service")
        settings = [self._here(line, port).partition("=") for line in found["Environment"]]
        with (self.home / f"replica-{port}.log").open("ab") as log:
            return subprocess.Popen(
                self._here(found["ExecStart"][0], port).split(),
                cwd=self._here(found["WorkingDirectory"][0]),
                env=OURS | {name: value for name, _, value in settings},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _wait_for(self, replica: Replica) -> None:
        address = self._here(unit("depmap@.service")["ExecStartPost"][0].split()[-1], replica.port)
        _wait_until_well(address, replica.process)

    def _start_nginx(self, port: int, ports: Sequence[int]) -> subprocess.Popen[bytes]:
        program = nginx()
        if program is None:
            raise FileNotFoundError("nginx is missing: install Debian's nginx-light")
        site = (HERE / "nginx.conf").read_text(encoding="utf-8")
        if site.count("    listen 80;") != 1:
            raise ValueError("nginx.conf listens elsewhere than this script thinks")
        site = site.replace("    listen 80;", f"    listen 127.0.0.1:{port};")
        site = site.replace("/var/cache/depmap-nginx", f"{self.home}/scripts")
        temporary = " ".join(f"{kind}_temp_path {self.home}/{kind};" for kind in TEMPORARY)
        # Workers of root's nginx are nobody, who may not enter a temporary folder.
        user = "user root;" if os.geteuid() == 0 else ""
        addresses = [f"127.0.0.1:{port}" for port in ports]
        for name, text in (
            ("depmap.conf", site),
            ("depmap-replicas.conf", replicas_conf(addresses)),
            ("nginx.conf", MAIN.format(home=self.home, temporary=temporary, user=user)),
        ):
            (self.home / name).write_text(text, encoding="utf-8")
        return subprocess.Popen(
            [program, "-e", self.home / "nginx.log", "-p", self.home, "-c", "nginx.conf"]
        )


def _wait_until_well(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SLOWEST_START
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


@contextmanager
def deployed(folder: Path, replicas: int = 4) -> Iterator[Deployment]:
    """All of it over a folder of inputs; ends with the block."""
    with tempfile.TemporaryDirectory(prefix="depmap-deployed-") as home:
        found = Deployment(folder.resolve(), Path(home), replicas)
        try:
            yield found
        finally:
            found.stop()


def main() -> None:
    """Starts everything, says where, and publishes until it is interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--replicas", type=int, default=4)
    asked = parser.parse_args()
    with deployed(asked.folder, asked.replicas) as found, suppress(KeyboardInterrupt):
        ports = ", ".join(str(replica.port) for replica in found.replicas)
        print(f"{found.address}, in front of ports {ports}; Ctrl-C ends it", flush=True)
        while True:
            time.sleep(PUBLISH_EVERY)
            with suppress(subprocess.CalledProcessError):
                found.publish()


if __name__ == "__main__":
    main()
