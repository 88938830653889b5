"""planwerk-convert: public data to planwerk jobs. What was read, linked, dropped and assumed goes to stderr."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from planwerk_tools import factoriolab, job_writer, make_use
from planwerk_tools.tables import TableFault


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        if options.set == "us-bea-2012":
            economy, report = make_use.convert(options.folder, options.floor)
        else:
            economy, report = factoriolab.convert(options.folder, options.name, options.floor)
        job_writer.write(economy, options.output)
    except (OSError, KeyError, ValueError, ArithmeticError, TableFault) as fault:
        print(f"planwerk-convert: {fault}", file=sys.stderr)
        return 2
    _print_report(economy, report, options.output)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="planwerk-convert", description=__doc__)
    sets = parser.add_subparsers(dest="set", required=True)
    us = sets.add_parser("us-bea-2012", help="US make and use tables of 2012")
    factory = sets.add_parser("factoriolab", help="a FactorioLab recipe set")
    factory.add_argument("name", help="pysalf, bobang, kr2sxp, spa, 2.0, coi, sfy, tta")
    for each in (us, factory):
        each.add_argument("folder", type=Path, help="folder with the set's files")
        each.add_argument("-o", "--output", type=Path, required=True, help="job file: .pb, .json or .textproto")
        each.add_argument("--floor", type=_share, default=1.0, help="coverage every need must reach (default 1)")
    return parser


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def _print_report(economy, report: list[str], output: Path) -> None:
    assumed = [note for note in economy.provenance.notes if note not in report and not note.startswith("input ")]
    for line in report:
        print(line, file=sys.stderr)
    for line in assumed:
        print(f"assumed: {line}", file=sys.stderr)
    print(f"wrote {output}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
