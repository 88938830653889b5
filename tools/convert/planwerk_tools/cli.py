"""planwerk-convert: public data and plain tables to planwerk jobs. What was read, linked, dropped and assumed goes to
stderr."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from pathlib import Path

from planwerk_tools import (
    brightway,
    captain_of_industry,
    china,
    european_tables,
    exchange,
    factoriolab,
    inventory_sets,
    job_writer,
    make_use,
    openlca,
    pictures,
    plain_tables,
    progress,
    pymrio_folder,
    reactions,
    triplets,
    useeio,
    wiod,
)
from planwerk_tools.commands import Action, Command
from planwerk_tools.progress import counted
from planwerk_tools.tables import Economy, TableFault

FAMILIES = [
    plain_tables,
    make_use,
    useeio,
    wiod,
    china,
    european_tables,
    triplets,
    pymrio_folder,
    factoriolab,
    captain_of_industry,
    reactions,
    inventory_sets,
    openlca,
    brightway,
]
COMMANDS = [command for family in FAMILIES for command in family.COMMANDS]


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    progress.be_quiet(options.quiet)
    try:
        if isinstance(options.command, Action):
            return options.command.run(options)
        _check_paths(options)
        economy, report = options.command.convert(options)
        job_writer.write(economy, options.output)
    except FileNotFoundError as fault:
        return _fail(_absence(fault))
    except KeyError as fault:
        return _fail(f"not found: {fault}")
    except (OSError, ValueError, ArithmeticError, TableFault) as fault:
        return _fail(fault)
    _tell(economy, report, options.output)
    return 0


def _check_paths(options) -> None:
    """Before the work begins. FileNotFoundError: what is to be read, or the folder to write into, is not there."""
    source = options.folder if "folder" in options else options.path
    for path in (source, options.output.parent):
        if not path.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def _absence(fault: FileNotFoundError) -> str:
    """Which file is not there, or already its folder."""
    if fault.filename is None:  # of a library that words its own
        return str(fault)
    path = Path(fault.filename)
    if not path.parent.is_dir():
        path = path.parent
    return f"no such {'file' if path.suffix else 'file or folder'}: {path}"


def _fail(fault) -> int:
    print(f"planwerk-convert: {fault}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="planwerk-convert", description=__doc__)
    sets = parser.add_subparsers(metavar="WHAT", required=True)
    for command in [*COMMANDS, *exchange.ACTIONS, *pictures.ACTIONS]:
        each = sets.add_parser(command.name, help=command.help, description=command.help)
        command.add_options(each)
        if isinstance(command, Command):
            forms = ", ".join(job_writer.FORMS)
            each.add_argument("-o", "--output", type=Path, required=True, help=f"job file: {forms} by its name")
        each.add_argument("-q", "--quiet", action="store_true", help="print nothing but errors")
        each.set_defaults(command=command)
    return parser


def _tell(economy: Economy, report: list[str], output: Path) -> None:
    assumed = [note for note in economy.provenance.notes if note not in report and not note.startswith("input ")]
    for line in [*report, *(f"assumed: {note}" for note in assumed)]:
        progress.tell(line)
    progress.tell(
        f"wrote {output}: {counted(len(economy.products), 'product')}, {counted(len(economy.recipes), 'recipe')}, "
        f"{counted(len(economy.flows), 'amount')} in recipes, {counted(len(economy.needs), 'need')}"
    )
    progress.tell(f"next: planwerk check {output}")


if __name__ == "__main__":
    sys.exit(main())
