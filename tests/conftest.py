"""What all tests share: a ledger of their own, and the packed publishers where they are at hand."""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina
from hypothesis import settings

SHARED = Path(__file__).resolve().parents[2] / "shared"
NO_SHARED = f"needs the folder {SHARED.name} beside the repository"

settings.register_profile("pyrrhus", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("pyrrhus")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not SHARED.is_dir():
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(pytest.mark.skip(reason=NO_SHARED))


@pytest.fixture(scope="session", autouse=True)
def no_ledger_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a module or a session shares is made without the ledger, the sources and the conflicts of whoever runs it."""
    nowhere = tmp_path_factory.mktemp("nowhere")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PYRRHUS_LEDGER", "PYRRHUS_SOURCES", "PYRRHUS_CONFLICTS"):
            patch.setenv(name, str(nowhere / name.lower()))
        yield


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the ledger of whoever runs it, or shows their token to anyone."""
    monkeypatch.setenv("PYRRHUS_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("PYRRHUS_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared; tests that use it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(NO_SHARED)
    return SHARED


@pytest.fixture(scope="session")
def mirror(shared: Path) -> Iterator[str]:
    """Address of the packed publishers' repositories on loopback: one server a test process, one store for all."""
    store = Path(tempfile.gettempdir()) / "pyrrhus-mirror"
    command = [sys.executable, str(shared / "mirror" / "serve.py"), "--port", "0", "--store", str(store)]
    with store.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # unpacking is not made for two at a time
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        address = next((line.strip() for line in server.stdout if line.startswith("http://")), None)
    with server:
        if address is None:
            pytest.fail(f"the mirror ended before it served, with exit status {server.wait()}")
        yield address
        server.terminate()


@pytest.fixture(scope="session")
def synced(mirror: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger synced from the mirror, once for all test processes of a run. Tests read it and never write."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    ledger, partial = folder / "synced.db", folder / "synced.db.part"
    with (folder / "synced.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ledger.exists():
            command = [sys.executable, "-m", "pyrrhus", "sync", "--mirror", mirror, "--quiet"]
            subprocess.run(command, check=True, env=os.environ | {"PYRRHUS_LEDGER": str(partial)})
            partial.rename(ledger)
    return ledger


@pytest.fixture
def quick_attempts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What can pass is tried again without the waits of real life, and no proxy stands between."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with stamina.set_testing(True, attempts=100, cap=True):
        yield
