"""No label of a chart meets another or is cut, read from the geometry the browser drew."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.thorough import slow, some

# Pairs of texts whose boxes share more than a hair, and texts that reach out of the drawing.
MEETING = """(plot) => {
  const frame = plot.querySelector('.main-svg').getBoundingClientRect();
  const texts = [];
  const walker = document.createTreeWalker(plot, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    // Blanks that keep a label off its bar are not part of what is read.
    const words = node.data.trim();
    if (!words || !node.parentElement.closest('.main-svg text')) continue;
    const range = document.createRange();
    range.setStart(node, node.data.indexOf(words));
    range.setEnd(node, node.data.indexOf(words) + words.length);
    const box = range.getBoundingClientRect();
    if (box.width > 0) texts.push({ words, box });
  }
  const found = [];
  for (const { words, box } of texts) {
    if (box.left < frame.left - 2 || box.right > frame.right + 2) found.push([words, 'cut']);
  }
  for (let one = 0; one < texts.length; one += 1) {
    for (let two = one + 1; two < texts.length; two += 1) {
      const a = texts[one].box;
      const b = texts[two].box;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1.5 && down > 4) found.push([texts[one].words, texts[two].words]);
    }
  }
  return texts.length ? found : ['no text at all'];
}"""

# Address, and the charts of its page.
CHARTS = [
    ("timeline", ("timeline",)),
    ("timeline?group=Owner", ("timeline",)),
    ("timeline?group=Direction&show=All", ("timeline",)),
    ("timeline?item=soc2-window", ("timeline",)),
    ("", ("forecast", "points")),
    ("unlock_scores", ("ranking", "effort")),
    ("themes", ("heatmap",)),
    ("item?item=tenant-model", ("chain", "parts", "lead")),
    ("item?item=DIR-SSO", ("finish",)),
]


@pytest.mark.parametrize(("page", "charts"), some(CHARTS, 9))
def test_no_label_meets_another(visit: Visit, page: str, charts: tuple[str, ...]) -> None:
    """At 1440 px every label stands free and whole."""
    window = visit().open(page)
    plots = [window.page.locator(f".st-key-plot_{chart}") for chart in charts]
    for plot in plots:
        plot.locator(".main-svg").first.wait_for()
    window.page.wait_for_timeout(800)
    assert [plot.evaluate(MEETING) for plot in plots] == [[] for _ in plots]


# Cards whose boxes share more than a hair, and cards whose name is cut.
CROWDED_CARDS = """(graph) => {
  const cards = graph.depmapGraph.places();
  const found = [];
  for (let one = 0; one < cards.length; one += 1) {
    const a = cards[one];
    if (a.lines.some((line) => line.endsWith('…'))) found.push([a.name, 'cut']);
    for (let two = one + 1; two < cards.length; two += 1) {
      const b = cards[two];
      const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      if (across > 1 && down > 1) found.push([a.name, b.name]);
    }
  }
  return cards.length ? found : ['no card at all'];
}"""


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
@slow
def test_no_card_of_the_graph_meets_another_or_is_cut(visit: Visit, size: tuple[int, int]) -> None:
    """At the opening view every card stands free and its name is whole."""
    window = visit(size=size).open("graph")
    graph = window.page.locator(".dm-graph[data-drawn]")
    graph.wait_for()
    assert graph.evaluate(CROWDED_CARDS) == []
