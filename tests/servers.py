"""Servers that tests start on this machine, on a free port, and end."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

JENA = "5.6.0"  # the last that runs on Java 17
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>aikg</groupId><artifactId>fuseki</artifactId><version>1</version><dependencies>
<dependency><groupId>org.apache.jena</groupId><artifactId>jena-fuseki-main</artifactId><version>{JENA}</version></dependency>
<dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j2-impl</artifactId><version>2.24.3</version></dependency>
</dependencies></project>"""
FUSEKI = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"


@contextmanager
def aikg_server(store: Path, *options: str) -> Iterator[str]:
    """The address of `aikg serve` on a folder; it has to end well and quietly."""
    call = [sys.executable, "-m", "aikg.exports.cli", "serve", "--store", str(store), "--port", "0", *options]
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said = server.stderr.readline()
        address = re.search(r"http://\S+", said)
        assert address, said
        rest: list[str] = []
        reader = threading.Thread(target=lambda: rest.extend(server.stderr or ()))
        reader.start()
        try:
            yield address[0]
        finally:
            server.send_signal(signal.SIGINT)
            code = server.wait(20)
            reader.join()
            assert (code, rest) == (130, []), (code, rest)


@contextmanager
def fuseki(folder: Path, *options: str) -> Iterator[str]:
    """The address of a dataset on Apache Jena Fuseki; skips where there is no Java, or Maven cannot fetch it."""
    java = shutil.which("java")
    if not java:
        pytest.skip("needs Java for Apache Jena Fuseki")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "data").mkdir()
    places = ["--localhost", f"--port={port}", "--update", "--tdb2", f"--loc={folder / 'data'}"]
    call = [java, "-Xmx512m", "-cp", _classpath(folder), FUSEKI, *places, *options, "/kg"]
    address = f"http://127.0.0.1:{port}/kg"
    with (folder / "log").open("w") as log, subprocess.Popen(call, stdout=log, stderr=log) as server:
        try:
            _wait(address, server, folder / "log")
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _classpath(folder: Path) -> str:
    maven = shutil.which("mvn")
    if not maven:
        pytest.skip("needs Maven to fetch Apache Jena Fuseki")
    (folder / "pom.xml").write_text(POM)
    call: Sequence[str] = [maven, "-q", "-B", "dependency:build-classpath", f"-Dmdep.outputFile={folder / 'classpath'}"]
    done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False, timeout=600, env=os.environ)
    if done.returncode:
        pytest.skip("Maven cannot fetch Apache Jena Fuseki")
    return (folder / "classpath").read_text()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5):
                return
        except (OSError, urllib.error.URLError):
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
    raise AssertionError(log.read_text())
