"""The command `yexun`, the same as `python -m bot`."""

import io
import sys
from importlib.metadata import PackageNotFoundError, version

import click

from bot.commands import check, completion, export, later, platform, register, run, teach, understand, why
from bot.commands.terminal import Commands


def _version() -> str:
    try:
        return version("yexun")
    except PackageNotFoundError:
        return "unknown (not installed)"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), prog_name="yexun", message="%(prog)s %(version)s")
def cli() -> None:
    """夜巡 Yexun: takes in the nightly patrol reports of hazardous-chemical plants and speaks up when somebody is late.

    \b
    To look around:    yexun demo
    To set up:         copy config.example.toml to config.toml, then yexun doctor
    """


for _module in (run, check, why, register, export, understand, teach, platform, later, completion):
    for _command in _module.COMMANDS:
        cli.add_command(_command)


def main() -> None:
    """Runs the command line; its words are UTF-8 whatever the terminal was told."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli(prog_name="yexun")


if __name__ == "__main__":
    main()
