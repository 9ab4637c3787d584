"""The files of docs/deploy say the same thing, and docs/deploy.md names them all."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from depmap.screen.state.places import ROOT
from docs.deploy import local

DOCUMENT = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((local.HERE / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
REPLICAS = {name: one for name, one in SERVICES.items() if name.startswith("replica-")}


def settings(name: str) -> dict[str, str]:
    """The environment that a unit file sets."""
    return dict(line.split("=", 1) for line in local.unit(name)["Environment"])


def test_every_file_is_named_in_the_document():
    """Who reads it finds what to copy, and nothing that is not there."""
    there = {path.name for path in local.HERE.iterdir() if path.is_file()}
    named = set(re.findall(r"\(deploy/([^)]+)\)", DOCUMENT))
    assert named == there - {"Dockerfile.dockerignore"}


def test_lists_of_replicas_are_what_the_script_writes():
    """What tests run nginx with is replicas.conf with other ports, for systemd and compose."""
    ports = re.search(r"enable --now (.*)", (local.HERE / "depmap@.service").read_text())[1]
    units = [f"127.0.0.1:{name.partition('@')[2]}" for name in ports.split()]
    assert local.replicas_conf(units) == (local.HERE / "replicas.conf").read_text()

    found = [one["networks"]["default"]["ipv4_address"] for one in REPLICAS.values()]
    written = (local.HERE / "compose-replicas.conf").read_text()
    assert local.replicas_conf([f"{address}:8501" for address in found]) == written
    assert len(found) == len(units)


def test_replicas_read_where_the_publisher_writes():
    """Units and compose alike: one file, and the publisher's command keeps versions of it."""
    (build,) = local.unit("depmap-publish.service")["ExecStart"]
    out = re.search(r"--out (\S+) --keep \d+$", build)[1]
    assert settings("depmap@.service")["DEPMAP_DATA"] == out
    assert build.partition(".venv/bin/")[2] in SERVICES["publisher"]["command"][-1]
    for one in REPLICAS.values():
        assert one["environment"]["DEPMAP_DATA"] == out
        assert f"published:{Path(out).parent}:ro" in one["volumes"]
        assert "--server.port=8501" in one["command"]


def test_nginx_lets_through_what_the_dashboard_takes():
    """An upload that Streamlit would take is not refused before it gets there."""
    config = (ROOT / ".streamlit" / "config.toml").read_text()
    most = int(re.search(r"maxUploadSize = (\d+)", config)[1])
    allowed = re.search(r"client_max_body_size (\d+)m", (local.HERE / "nginx.conf").read_text())[1]
    assert most < int(allowed) <= most + 1


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_units_are_understood(tmp_path: Path):
    """systemd knows every key; programs that are not installed here have another in their place."""
    files = []
    for name in ("depmap@.service", "depmap-publish.service", "depmap-publish.timer"):
        text = (local.HERE / name).read_text(encoding="utf-8")
        for program in (
            "/opt/depmap/.venv/bin/streamlit",
            "/opt/depmap/.venv/bin/depmap",
            "/usr/bin/curl",
        ):
            text = text.replace(program, sys.executable)
        files.append(tmp_path / name)
        files[-1].write_text(text, encoding="utf-8")
    found = subprocess.run(
        ["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False
    )
    assert [line for line in found.stderr.splitlines() if "depmap" in line] == []
