"""The report: a run as one page that a person reads."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from extractor.model.run import Run
from extractor.report.view import arrange


def render(run: Run) -> str:
    """The report of a run as one HTML file: no script, no link to anything outside, everything from the pages escaped.

    A run over few pages shows them side by side with the evidence highlighted; over many, a table of pages. The same run
    gives the same text.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("extractor.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = files("extractor.report").joinpath("templates/report.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return environment.get_template("report.html").render(view=arrange(run), style=style, digest=digest)
