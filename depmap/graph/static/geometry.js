/* Where things stand and how texts break: plain functions of numbers and words, without a canvas.

   All four scripts share window.depmapGraph; graph.js is the one that a page calls. */
(function () {
  "use strict";

  const CARD = { width: 172, narrowest: 150, height: 40 };
  const BESIDE = 12; // px between cards side by side in a folded column
  const HEADINGS = 30; // px of the band of headings
  const MARGIN = 14; // px between the drawing and the canvas
  const READABLE = 0.92; // scale at which 12.5 px text is 11.5 px
  const WIDEST_GAP = 150; // px between columns
  const NARROWEST_GAP = 38;
  const TEXT_SIZES = [12.5, 12, 11.5];
  const BOW = 34; // px that a line within one column reaches out
  const ROUTE = { requires: true, chosen: true, through: true };
  const LINES = {
    // width in px, share of the muted colour over the ground, dashes
    through: { width: 1.2, share: 0.22, dash: [] },
    other: { width: 1.6, share: 0.75, dash: [1.5, 5] },
    helps: { width: 1.4, share: 0.75, dash: [5, 4] },
    requires: { width: 1.4, share: 0.75, dash: [] },
    chosen: { width: 2.6, share: 0.85, dash: [] },
  };

  function element(tag, className, parent, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  function plural(count, noun) {
    return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
  }

  // Cards whose words hold all of those looked for, names that begin with the first of them first.
  function matching(cards, words, most) {
    const starts = (card) => Number(!card.search.startsWith(words[0]));
    return cards
      .filter((card) => words.every((word) => card.search.includes(word)))
      .sort((one, other) => starts(one) - starts(other) || (one.search < other.search ? -1 : 1))
      .slice(0, most);
  }

  // Widen the gaps between the columns until the drawing fills the canvas at a readable scale.
  // Gives the width of a card, the left and right of each column and where the drawing ends.
  function spread(columns, extent, width, height, reachesOut) {
    const gaps = columns.length - 1;
    const high = height - HEADINGS - 2 * MARGIN;
    const own = high / (extent + CARD.height);
    const scale = gaps > 4 ? READABLE : Math.min(1, Math.max(READABLE, own));
    const bow = reachesOut ? BOW : 0;
    const cards = columns.reduce((sum, column) => sum + column.folds, 0);
    const room = (width - 2 * MARGIN) / scale - bow - (cards - columns.length) * BESIDE;
    const free = (room - gaps * NARROWEST_GAP) / Math.max(1, cards);
    const card = Math.min(CARD.width, Math.max(CARD.narrowest, free));
    const open = (room - cards * card) / Math.max(1, gaps);
    const gap = Math.min(WIDEST_GAP, Math.max(NARROWEST_GAP, open));
    let left = 0;
    const placed = columns.map(({ heading, folds }) => {
      const right = left + folds * card + (folds - 1) * BESIDE;
      const column = { heading, left, right };
      left = right + gap;
      return column;
    });
    return { card, columns: placed, right: left - gap + bow };
  }

  // From the side of the source through its lanes to the side of the target.
  function trace(edge, path, columns) {
    const { source, target } = edge;
    const within = source.column === target.column;
    const forward = source.column <= target.column;
    const sign = forward ? 1 : -1;
    let x = source.x + sign * source.half;
    let y = source.y + edge.start;
    const endX = target.x - sign * target.half;
    const endY = target.y + edge.end;
    path.moveTo(x, y);
    if (source.role === "junction") {
      path.lineTo(endX, endY);
      return;
    }
    if (within && target.role !== "junction") {
      const out = Math.max(x, target.x + target.half) + BOW;
      path.bezierCurveTo(out, y, out, endY, target.x + target.half, endY);
      return;
    }
    const reach = (nextX, nextY) => {
      const bend = (nextX - x) / 2;
      path.bezierCurveTo(x + bend, y, nextX - bend, nextY, nextX, nextY);
    };
    for (const [column, height] of edge.lanes) {
      const { left, right } = columns[column];
      reach(forward ? left : right, height);
      x = forward ? right : left;
      y = height;
      path.lineTo(x, y);
    }
    reach(endX, endY);
  }

  // Nodes and edges on the route from a card; its own weaker lines too, but not beyond them.
  function walk(card, side, end) {
    const nodes = new Set();
    const edges = new Set();
    const followed = new Set([card]);
    const pending = [card];
    while (pending.length) {
      const node = pending.pop();
      // The own junction counts as own: all of its alternatives are shown.
      const own = node === card || (node.role === "junction" && side === "before" && node.own);
      for (const edge of node[side]) {
        const next = edge[end];
        if (!ROUTE[edge.kind] && !own) continue;
        edges.add(edge);
        nodes.add(next);
        const leadsOn = ROUTE[edge.kind] || next.role === "junction";
        if (!leadsOn || followed.has(next)) continue;
        next.own = node === card;
        followed.add(next);
        pending.push(next);
      }
    }
    nodes.delete(card);
    return { nodes, edges };
  }

  // The cards one step from a card along its lines, through a junction, the nearest first.
  function neighbours(card, side, end) {
    const near = [];
    for (const edge of card[side]) {
      const next = edge[end];
      if (next.role === "junction") near.push(...next[side].map((further) => further[end]));
      else near.push(next);
    }
    return near.sort((one, other) => Math.abs(one.y - card.y) - Math.abs(other.y - card.y));
  }

  // `share` of a colour over the ground, opaque: lines that lie over each other do not add up.
  function over(colour, ground, share) {
    const channel = (hex, at) => parseInt(hex.slice(at, at + 2), 16);
    const mixed = [1, 3, 5].map((at) =>
      Math.round(channel(colour, at) * share + channel(ground, at) * (1 - share)),
    );
    return `rgb(${mixed.join(",")})`;
  }

  // A text in at most `count` lines, in the largest size that holds it all, else cut at a word.
  function wrap(ctx, text, room, count, fontOf) {
    let found;
    for (const size of TEXT_SIZES) {
      const font = fontOf(size);
      ctx.font = font;
      found = { ...broken(ctx, text.trim(), room, count), font };
      if (!found.cut) break;
    }
    return found;
  }

  function broken(ctx, text, room, count) {
    const fits = (words) => ctx.measureText(words).width <= room;
    const lines = [];
    let rest = text.split(/\s+/);
    while (rest.length && lines.length < count) {
      let used = rest.length;
      while (used > 1 && !fits(rest.slice(0, used).join(" "))) used -= 1;
      const line = rest.slice(0, used).join(" ");
      rest = rest.slice(used);
      const full = fits(line) && !(rest.length && lines.length === count - 1);
      if (full) {
        lines.push(line);
        continue;
      }
      let kept = line;
      while (kept && !fits(`${kept}…`)) {
        kept = kept.includes(" ") ? kept.replace(/ \S*$/, "") : kept.slice(0, -1);
      }
      lines.push(`${kept.replace(/[\s,;:/-]+$/, "")}…`);
      return { lines, cut: true };
    }
    return { lines, cut: false };
  }

  window.depmapGraph = {
    geometry: {
      CARD,
      BESIDE,
      HEADINGS,
      MARGIN,
      READABLE,
      LINES,
      element,
      plural,
      matching,
      spread,
      trace,
      walk,
      neighbours,
      over,
      wrap,
    },
  };
})();
