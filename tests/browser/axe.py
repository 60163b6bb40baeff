"""axe-core, from node_modules, on a page as it stands."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

FILE = Path("node_modules/axe-core/axe.min.js")
RUN = """
async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map(({ id, impact, help, nodes }) => ({
    id, impact, help,
    nodes: nodes.map(({ target, failureSummary }) => ({ target: target.join(" "), why: failureSummary })),
  }));
}
"""


@cache
def source() -> str:
    assert FILE.exists(), f"{FILE} is missing: ./go test installs it"
    return FILE.read_text()


async def violations(page: Page) -> list[str]:
    """One sentence per rule that the page breaks.

    The script comes in through the debugger, which the content security policy says nothing about: the page is
    checked under the very policy that it is served with.
    """
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(source())
    found: list[dict[str, Any]] = await page.evaluate(RUN)
    return [_sentence(each) for each in found]


def _sentence(found: dict[str, Any]) -> str:
    nodes = "; ".join(f"{node['target']}: {' '.join(str(node['why']).split())}" for node in found["nodes"][:4])
    return f"axe {found['id']} ({found['impact']}): {found['help']} — {len(found['nodes'])} × {nodes}"
