"""The commands that share reports: site, bundle."""

from pathlib import Path

import click

from analysis.cli.frame import main, told
from analysis.sources.workspace import Workspace


@main.command()
@click.argument("reports", default="reports", type=click.Path(path_type=Path))
@click.option("--output", default="site", type=click.Path(path_type=Path), show_default=True)
@told
def site(reports: Path, output: Path) -> None:
    """Make a site of the reports in REPORTS (default: reports), to open or to put on the web.

    It needs nothing from anywhere: open index.html in its folder. What the site was before is
    replaced; a folder with anything else in it is left alone.
    """
    from analysis.reporting.site import check_output, read_contents, write_site

    workspace = Workspace.find()
    check_output(output.resolve(), reports.resolve())
    contents = read_contents(workspace, reports, _remark)
    write_site(workspace, contents, reports, output)
    versions = sum(len(report.versions) for report in contents.reports)
    click.echo(
        f"{_counted(versions, 'report')} on {_counted(len(contents.places), 'municipality')} and "
        f"{_counted(len(contents.programmes), 'programme')}, {len(contents.gaps)} missing."
    )
    click.echo(f"  {output / 'index.html'}")


@main.command()
@click.option("--municipality", default="", help="A number it has or had. Default: all.")
@click.option("--reports", default="reports", type=click.Path(path_type=Path), show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="Default: named by what is in it.")
@told
def bundle(municipality: str, reports: Path, output: Path | None) -> None:
    """Pack the reports on one municipality into a zip to send, with the pages to read them by.

    With those on programmes of many that its own page leads to. The same reports give the same
    bytes.
    """
    from analysis.reporting.site import bundle_name, chosen, read_contents, write_bundle

    workspace = Workspace.find()
    contents = read_contents(workspace, reports, _remark)
    place = chosen(workspace, contents, municipality) if municipality else None
    path = output or Path(bundle_name(place))
    count = write_bundle(workspace, contents.only(place) if place else contents, reports, path)
    click.echo(f"  {path}: {_counted(count, 'file')}")


def _remark(text: str) -> None:
    click.echo(f"note: {text}", err=True)


def _counted(count: int, noun: str) -> str:
    plural = noun.removesuffix("y") + "ies" if noun.endswith("y") else noun + "s"
    return f"{count} {noun if count == 1 else plural}"
