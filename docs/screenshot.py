"""Make docs/review.png: the review page over a golden case, in a real browser.

Usage: python docs/screenshot.py (needs /usr/bin/chromium and the dev extras)
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from review_browser import CHROMIUM, chromium  # noqa: E402
from review_server import golden_pages, items_on, run_into, serving  # noqa: E402


def main() -> None:
    """Read the golden case, open its second question, and keep what the browser shows."""
    if not CHROMIUM.exists():
        sys.exit(f"{CHROMIUM} is not installed")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        run_into(out, golden_pages("sister-trials", Path(folder) / "pages"))
        with serving(out, "A. Reviewer") as server, chromium() as browser:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(server.links["A. Reviewer"])
            item = next(item for item in items_on(page.content())[1:] if item.startswith("d-"))
            page.goto(f"{server.address}/item/{item}")
            page.check('input[name="verdict"][value="accept_a"]')
            page.fill("#reason", "the registry is the record, and newer")
            page.screenshot(path=str(ROOT / "docs" / "review.png"))
    print("docs/review.png")


if __name__ == "__main__":
    main()
