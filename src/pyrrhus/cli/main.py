"""``pyrrhus``: the group of commands, and where errors become one sentence and an exit status."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

import click

from pyrrhus.cli.options import SETTINGS
from pyrrhus.errors import PyrrhusError

__all__ = ["main"]

_COMMANDS: Final = {
    "brief": "A cited brief for a period.",
    "check": "What the evidence makes of every figure of a text.",
    "recheck": "Which figures of a saved brief no longer stand.",
    "statements": "The statements that lie under it.",
    "sources": "Who counted, how past figures fared, who rests on whom.",
    "ground": "Ground gained and lost, by period or between two map files.",
    "read": "Every figure of a text, as a statement.",
    "measure": "What gives a printed number, casualties per km2, ranks, trends.",
    "reconcile": "Why two sources' figures differ.",
    "source": "Add a source of your own, or try how one is read.",
    "ledger": "What the ledger holds, how it came by it, and whether it is whole.",
    "sync": "Bring the ledger up to date from the publishers.",
}

_EPILOG = """\b
Examples:
  pyrrhus brief 2025-01
  pyrrhus brief 2025-01 --as-of 2025-02-04 --format html --out january.html
  pyrrhus check article.txt --published 2025-02-04
  pyrrhus statements --source isw --metric ground --period 2025-01
  pyrrhus measure which 96 --period 2025-01
  pyrrhus reconcile isw deepstate --period 2025-01
  pyrrhus sync
  pyrrhus ledger verify

The ledger is $PYRRHUS_LEDGER (a path or a database URL), else a file in your data folder. Exit status: 0 all well,
1 something differs, 2 the input or the world was wrong, 130 interrupted.
"""


class _Lazy(click.Group):
    """A group whose commands are imported when they are run, so that ``--help`` is immediate."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"pyrrhus.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        click.echo(f"pyrrhus {version('pyrrhus')}")
        ctx.exit()


@click.group(cls=_Lazy, epilog=_EPILOG, context_settings=SETTINGS)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version.")
def pyrrhus() -> None:
    """Published figures on a war: whose they are, since when, restated by whom, and whether they hold.

    Works at once, offline, on the figures that ship; `pyrrhus sync` adds the publishers' own bytes.
    """


def main(args: list[str] | None = None) -> Any:
    """Run the command line; an error is one sentence on standard error and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a sign gets a mark in its place, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        status = pyrrhus.main(args=args, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("pyrrhus: interrupted", err=True)
        sys.exit(130)
    except PyrrhusError as error:
        click.echo(f"pyrrhus: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        with suppress(OSError):
            click.echo(f"pyrrhus: cannot write the output: {error.strerror}", err=True)
        _give_up_output()
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


def _give_up_output() -> None:
    """Point standard output nowhere, so that what is left in its buffer raises no second error at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
