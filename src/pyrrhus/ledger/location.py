"""Where the ledger is, and how it is opened: for reading without making one, for writing with its schema brought up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from filecmp import cmp
from importlib import resources
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyrrhus.errors import LedgerError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["exists", "ledger_url", "reading", "writing"]

_PATIENCE: Final = 30.0
"""Seconds to wait for another program's lock: a brief reads for some seconds, a commit takes less."""
_ELSEWHERE: Final = "point PYRRHUS_LEDGER at a ledger or an empty place"
_REMEDIES: Final = {
    "is locked": "another sync is running, or a program reads it for long; try again when it has ended",
    "disk is full": "the disk is full; free some of it and sync again, nothing was lost",
    "readonly database": "it cannot be written there; change its rights or point PYRRHUS_LEDGER at another place",
}


def ledger_url() -> str:
    """``$PYRRHUS_LEDGER`` (a path or a database URL), else ``ledger.db`` in the user's data folder."""
    told = os.environ.get("PYRRHUS_LEDGER", "")
    if "://" in told:
        if told.startswith("sqlite:///") and "?" in told:
            return told.replace("sqlite:///", "sqlite+pysqlite:///", 1)
        return told
    if not told:
        from platformdirs import user_data_dir

        told = str(Path(user_data_dir("pyrrhus")) / "ledger.db")
    try:
        return f"sqlite:///{Path(told).expanduser().absolute()}"
    except (RuntimeError, OSError) as error:
        raise LedgerError(f"the ledger's place {told} cannot be found ({error}); set PYRRHUS_LEDGER to a path") from None


def exists(url: str) -> bool:
    """Whether there is something at ``url``; a database server is taken to be there, an empty file is nothing."""
    file = _file(url)
    try:
        return file is None or (file.exists() and (file.is_dir() or file.stat().st_size > 0))
    except OSError as error:
        raise LedgerError(
            f"cannot look for the ledger {str(file)[:200]}: {error.strerror}; point PYRRHUS_LEDGER at another place"
        ) from None


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """A connection that sees one state of the ledger and changes nothing.

    Raises:
        LedgerError: when the file is no ledger, or of a newer or older schema than this code reads.
    """
    engine = _engine(url)
    with _as_ledger_error(url):
        connection = engine.connect()
    try:
        with _as_ledger_error(url):
            _check_revision(connection, url)
            yield connection
    finally:
        connection.close()
        engine.dispose()


@contextmanager
def writing(url: str) -> Iterator[Engine]:
    """An engine over a ledger whose schema has been made or brought up to date.

    A SQLite ledger of an older schema is copied first, to ``NAME.bak-REVISION`` beside it.

    Raises:
        LedgerError: when the place cannot be written, the file is no ledger, or it is of a newer schema.
    """
    file = _file(url)
    if file and not exists(url):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError(f"cannot make the ledger's folder {file.parent}: {error.strerror}") from None
    engine = _engine(url)
    try:
        with _as_ledger_error(url):
            _bring_up(engine, url, file)
            yield engine
    finally:
        engine.dispose()


def _file(url: str) -> Path | None:
    """The file of a SQLite ledger; after ``sqlite:///`` the rest is the path, whatever signs it holds."""
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite+"):
        from sqlalchemy import make_url

        return Path(make_url(url).database or "")
    return None


def _engine(url: str) -> Engine:
    from sqlalchemy import URL, create_engine, event
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    try:
        file = _file(url) if url.startswith("sqlite:///") else None
        if file:
            engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"timeout": _PATIENCE})
        else:
            engine = create_engine(url)
    except ModuleNotFoundError as error:
        raise LedgerError(f"a ledger in this database needs the module {error.name}: pip install 'pyrrhus[postgres]'") from None
    except (ArgumentError, NoSuchModuleError) as error:
        raise LedgerError(f"PYRRHUS_LEDGER is not a path or database URL: {error}") from None
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def explicit_transactions(connection: Any, _: Any) -> None:
            # pysqlite would begin by itself only before some statements, and commit before schema changes.
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys = ON")
            # A page written before the commit shuts readers out until it, which may be minutes of fetching.
            connection.execute("PRAGMA cache_spill = OFF")

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")

    return engine


def _bring_up(engine: Engine, url: str, file: Path | None) -> None:
    """Make the schema, or bring an older one up to date behind a copy of the ledger as it was."""
    from pyrrhus.ledger.schema import REVISION

    with engine.begin() as connection:
        if _revision(connection, url) == REVISION:
            return
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # Nobody else writes from here on; and whoever had the lock before may have brought it up.
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        found = _revision(connection, url)
        if found == REVISION:
            return
        if found is not None and file is not None:
            _keep_copy(file, found)
        _upgrade(connection, url, found)


def _upgrade(connection: Connection, url: str, found: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(resources.files("pyrrhus.ledger") / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LedgerError(
            f"the ledger {_shown(url)} has schema {found}, from which there is no way to the present one ({error}); {_ELSEWHERE}"
        ) from None


def _keep_copy(file: Path, revision: str) -> None:
    """Copy a ledger whole, beside itself; a copy that is there already stays, and is not made twice."""
    import sqlite3

    name = f"{file.name}.bak-{revision}"
    partial = file.with_name(f"{name}.part")
    try:
        partial.unlink(missing_ok=True)
        # The connection that holds the write lock cannot be copied from; one that only reads sees the same.
        with (
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as held,
            closing(sqlite3.connect(partial)) as copy,
        ):
            held.backup(copy)
        for number in count(1):
            kept = file.with_name(name if number == 1 else f"{name}-{number}")
            if not kept.exists():
                partial.rename(kept)
                return
            if cmp(kept, partial, shallow=False):
                partial.unlink()
                return
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            partial.unlink()
        raise LedgerError(
            f"cannot keep a copy of the ledger as {name} before its schema changes ({error}); nothing was changed"
        ) from None


def _check_revision(connection: Connection, url: str) -> None:
    from pyrrhus.ledger.schema import REVISION

    found = _revision(connection, url)
    if found is None:
        raise LedgerError(f"the ledger {_shown(url)} is empty; run `pyrrhus sync` once")
    if found < REVISION:
        raise LedgerError(f"the ledger {_shown(url)} has schema {found}, this pyrrhus reads {REVISION}; run `pyrrhus sync` once")


def _revision(connection: Connection, url: str) -> str | None:
    """The schema of a ledger, None for a database without a table; what is no ledger or a newer one is an error."""
    from sqlalchemy import inspect, text

    from pyrrhus.ledger.schema import REVISION

    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise LedgerError(f"{_shown(url)} is a database, but no ledger; point PYRRHUS_LEDGER at another place")
    found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    if not (found.isascii() and found.isdecimal()):
        raise LedgerError(f"the ledger {_shown(url)} names no schema that there is; {_ELSEWHERE}")
    if found > REVISION:
        raise LedgerError(f"the ledger {_shown(url)} has schema {found}, this pyrrhus knows up to {REVISION}; update pyrrhus")
    return found


@contextmanager
def _as_ledger_error(url: str) -> Iterator[None]:
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        problem = " ".join(str(error.orig).split())[:300]
        advice = next((text for sign, text in _REMEDIES.items() if sign in problem), _ELSEWHERE)
        raise LedgerError(f"cannot use the ledger {_shown(url)}: {problem}; {advice}") from None
    except UnicodeDecodeError as error:
        remedy = "restore a copy, or delete it and sync again"
        raise LedgerError(f"cannot use the ledger {_shown(url)}: its file is damaged ({error.reason}); {remedy}") from None


def _shown(url: str) -> str:
    """The address as it may be printed: a password is not."""
    if url.startswith("sqlite:///"):
        return url
    from sqlalchemy import make_url

    return make_url(url).render_as_string(hide_password=True)
