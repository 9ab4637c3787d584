/* The dependency graph in the browser, for the page and for the standalone file.

   depmapGraph.mount(parent, data, onSelect) draws data (see graph.py, browser_data) and gives
   {update(data), destroy()}. vis-network keeps nodes, camera, dragging and pinching; cards and
   lines are painted here. Every text is painted on the canvas or set as textContent, never read as
   HTML.

   parent may be an element or a shadow root. onSelect(id | null) is called when the reader chose
   an item (click, Enter, search) or took the choice away; the arrow keys only highlight. */
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
  const PLAIN_BELOW = 0.42; // below this scale cards are plain blocks
  const REST = 0.22; // how strong the rest stays beside a selection
  const NARROW = 640; // px of canvas width below which a phone is assumed
  const NARROW_SHARE = 0.62; // of the window height there, so the page can still be scrolled
  const OPTIONS_SHOWN = 8;
  const ANSWER = 3000; // ms within which the page answers a click
  const BOW = 34; // px that a line within one column reaches out
  const ZOOM = { least: 0.02, most: 2.5, step: 1.25 };
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

  function button(parent, words, label, act) {
    const made = element("button", "dm-button", parent, words);
    made.type = "button";
    if (label !== words) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  function plural(count, noun) {
    return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
  }

  function roundedBox(ctx, x, y, width, height, radius) {
    ctx.beginPath();
    ctx.roundRect(x, y, width, height, radius);
  }

  class Graph {
    constructor(parent, onSelect) {
      this.onSelect = onSelect;
      this.selected = null;
      this.hovered = null;
      this.network = null;
      this.sentAt = -ANSWER;
      this.nodes = [];
      this.build(parent);
      this.watch = new ResizeObserver(() => this.resized());
      this.watch.observe(this.root);
      this.fontLoaded = () => {
        for (const node of this.nodes) node.wrapped = null;
        if (this.network) this.network.redraw();
      };
      document.fonts.addEventListener("loadingdone", this.fontLoaded);
    }

    // ---------------------------------------------------------------- the frame around the canvas

    build(parent) {
      this.root = element("div", "dm-graph", parent);
      // Streamlit listens for single keys ("r" reruns): typing here must not reach it.
      this.root.addEventListener("keydown", (event) => event.stopPropagation());
      this.bar = element("div", "dm-graph-bar", this.root);
      this.buildFind(this.bar);
      const zoom = element("div", "dm-graph-pair", this.bar);
      button(zoom, "−", "Zoom out", () => this.zoomBy(1 / ZOOM.step));
      button(zoom, "+", "Zoom in", () => this.zoomBy(ZOOM.step));
      button(this.bar, "Fit", "Fit the whole graph into view", () => this.fit(true));
      this.clearButton = button(this.bar, "Clear selection", "Clear selection", () => {
        this.choose(null);
        this.stage.focus({ preventScroll: true });
      });
      this.says = element("span", "dm-graph-says", this.bar);
      this.says.setAttribute("aria-hidden", "true");
      this.frame = element("div", "dm-graph-frame", this.root);
      this.stage = element("div", "dm-graph-stage", this.frame);
      this.stage.tabIndex = 0;
      this.stage.setAttribute("role", "application");
      this.stage.setAttribute("aria-roledescription", "dependency graph");
      this.stage.addEventListener("keydown", (event) => this.key(event));
      this.stage.addEventListener("wheel", (event) => this.wheel(event), {
        capture: true,
        passive: false,
      });
      this.stage.addEventListener("pointermove", (event) => this.hover(event));
      this.stage.addEventListener("pointerleave", () => this.point(null));
      this.tip = element("div", "dm-graph-tip", this.frame);
      this.hint = element("div", "dm-graph-hint", this.frame);
      this.message = element("p", "dm-graph-message", this.root);
      this.status = element("div", "dm-graph-hidden", this.root);
      this.status.setAttribute("role", "status");
    }

    buildFind(bar) {
      const box = element("div", "dm-graph-find", bar);
      this.find = element("input", "", box);
      this.find.type = "text";
      this.find.enterKeyHint = "search";
      this.find.placeholder = "Find an item";
      this.find.autocomplete = "off";
      this.find.spellcheck = false;
      const listId = `dm-find-${Math.random().toString(36).slice(2)}`;
      for (const [name, value] of [
        ["role", "combobox"],
        ["aria-label", "Find an item in the graph"],
        ["aria-expanded", "false"],
        ["aria-autocomplete", "list"],
        ["aria-controls", listId],
      ]) {
        this.find.setAttribute(name, value);
      }
      this.list = element("ul", "dm-graph-list", box);
      this.list.id = listId;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Items found");
      this.list.hidden = true;
      this.find.addEventListener("input", () => this.look());
      this.find.addEventListener("focus", () => this.look());
      this.find.addEventListener("blur", () => this.closeList());
      this.find.addEventListener("keydown", (event) => this.findKey(event));
    }

    look() {
      const words = this.find.value.toLowerCase().split(/\s+/).filter(Boolean);
      this.list.textContent = "";
      this.found = [];
      this.active = -1;
      if (words.length) {
        const starts = (card) => Number(!card.search.startsWith(words[0]));
        this.found = this.cards
          .filter((card) => words.every((word) => card.search.includes(word)))
          .sort((one, other) => starts(one) - starts(other) || (one.search < other.search ? -1 : 1))
          .slice(0, OPTIONS_SHOWN);
        if (!this.found.length) {
          const none = element("li", "dm-graph-none", this.list, "Nothing with that name");
          none.setAttribute("role", "option");
          none.setAttribute("aria-disabled", "true");
        }
      }
      this.found.forEach((card, number) => {
        const option = element("li", "", this.list, card.name);
        option.id = `${this.list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        // pointerdown comes before the field loses its focus and the list with it
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          this.take(card);
        });
      });
      this.list.hidden = !words.length;
      this.find.setAttribute("aria-expanded", String(!this.list.hidden));
      this.find.removeAttribute("aria-activedescendant");
    }

    closeList() {
      this.list.hidden = true;
      this.find.setAttribute("aria-expanded", "false");
      this.find.removeAttribute("aria-activedescendant");
    }

    findKey(event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const count = this.found ? this.found.length : 0;
        if (!count) return;
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.active = (this.active + step + count + (this.active < 0 && step < 0 ? 1 : 0)) % count;
        [...this.list.children].forEach((option, number) => {
          option.setAttribute("aria-selected", String(number === this.active));
        });
        this.find.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
      } else if (event.key === "Enter") {
        event.preventDefault();
        const card = this.found && this.found[Math.max(0, this.active)];
        if (card) this.take(card);
      } else if (event.key === "Escape") {
        event.preventDefault();
        this.find.value = "";
        this.look();
      }
    }

    take(card) {
      this.find.value = "";
      this.look();
      this.choose(card);
      this.show(card, true);
      this.stage.focus({ preventScroll: true });
    }

    // ---------------------------------------------------------------- data

    update(data) {
      const sameDrawing = this.data && this.data.id === data.id && this.data.height === data.height;
      this.data = data;
      this.colours = data.palettes[data.theme] || data.palettes.light;
      for (const [name, value] of Object.entries(this.colours)) {
        this.root.style.setProperty(`--g-${name.replace(/_/g, "-")}`, value);
      }
      this.root.style.setProperty("--g-font", data.font);
      this.root.style.colorScheme = data.theme;
      if (!sameDrawing) this.load();
      if (data.selected !== this.given) {
        this.given = data.selected;
        // An answer to an older click may arrive after a newer one was sent.
        const stale = performance.now() - this.sentAt < ANSWER && data.selected !== this.sent;
        const card = this.byId.get(data.selected) || null;
        if (!stale && card !== this.selected) {
          this.highlight(card);
          if (card) this.show(card, false);
        }
      }
      if (this.network) this.network.redraw();
    }

    load() {
      const data = this.data;
      this.began = performance.now();
      delete this.root.dataset.drawn;
      this.selected = null;
      this.hovered = null;
      this.given = "";
      this.byId = new Map();
      this.nodes = data.nodes.map((node) => ({
        ...node,
        search: `${node.name} ${node.label}`.toLowerCase(),
        before: [],
        after: [],
      }));
      for (const node of this.nodes) this.byId.set(node.id, node);
      this.cards = this.nodes.filter((node) => node.role !== "junction");
      this.edges = data.edges.map((edge) => ({
        ...edge,
        source: this.byId.get(edge.from),
        target: this.byId.get(edge.to),
      }));
      for (const edge of this.edges) {
        edge.source.after.push(edge);
        edge.target.before.push(edge);
      }
      const items = this.cards.filter((card) => card.role === "item").length;
      const directions = this.cards.filter((card) => card.role === "direction").length;
      this.stage.setAttribute(
        "aria-label",
        `Dependency graph: ${plural(items, "prerequisite")} and ` +
          `${plural(directions, "direction")}. Arrow keys move along the lines, Enter chooses the ` +
          "item, Escape clears.",
      );
      this.message.textContent = data.message;
      this.message.hidden = !data.message;
      this.bar.hidden = this.frame.hidden = Boolean(data.message);
      this.describe();
      if (this.network) this.network.destroy();
      this.network = null;
      this.width = 0;
      if (!data.message) this.resized();
    }

    resized() {
      if (!this.data || this.data.message) return;
      const width = this.frame.clientWidth;
      if (!width || width === this.width) return;
      this.width = width;
      const narrow = width < NARROW;
      this.height = narrow
        ? Math.round(Math.min(this.data.height, Math.max(320, window.innerHeight * NARROW_SHARE)))
        : this.data.height;
      this.frame.style.height = `${this.height}px`;
      this.spread();
      if (!this.network) this.start();
      // Not moveNode, which wakes the simulation once per node.
      for (const { id, x, y } of this.nodes) Object.assign(this.network.body.nodes[id], { x, y });
      this.network.setSize(`${width}px`, `${this.height}px`);
      this.open();
    }

    // Widen the gaps between the columns until the drawing fills the canvas at a readable scale.
    spread() {
      const columns = this.data.columns;
      const gaps = columns.length - 1;
      const high = this.height - HEADINGS - 2 * MARGIN;
      const own = high / (this.data.extent + CARD.height);
      const scale = gaps > 4 ? READABLE : Math.min(1, Math.max(READABLE, own));
      const bow = this.edges.some(
        (edge) => edge.source.column === gaps && edge.target.column === gaps,
      )
        ? BOW
        : 0;
      const cards = columns.reduce((sum, column) => sum + column.folds, 0);
      const room = (this.width - 2 * MARGIN) / scale - bow - (cards - columns.length) * BESIDE;
      const free = (room - gaps * NARROWEST_GAP) / Math.max(1, cards);
      this.card = Math.min(CARD.width, Math.max(CARD.narrowest, free));
      const open = (room - cards * this.card) / Math.max(1, gaps);
      const gap = Math.min(WIDEST_GAP, Math.max(NARROWEST_GAP, open));
      let left = 0;
      this.columns = columns.map(({ heading, folds }) => {
        const right = left + folds * this.card + (folds - 1) * BESIDE;
        const column = { heading, left, right };
        left = right + gap;
        return column;
      });
      for (const node of this.nodes) {
        const column = this.columns[node.column];
        if (node.role === "junction") {
          node.half = node.radius;
          node.x = column.left + node.fold * (this.card + BESIDE) - node.ahead;
        } else {
          node.half = this.card / 2;
          node.x = column.left + node.fold * (this.card + BESIDE) + this.card / 2;
        }
        node.wrapped = null;
      }
      this.box = {
        left: 0,
        right: left - gap + bow,
        top: -CARD.height / 2,
        bottom: this.data.extent + CARD.height / 2,
      };
      this.paths = new Map();
      for (const edge of this.edges) {
        if (!this.paths.has(edge.kind)) this.paths.set(edge.kind, []);
        const chunks = this.paths.get(edge.kind);
        // A path of very many pieces is slow to stroke: several of moderate size are not.
        if (!chunks.length || chunks[chunks.length - 1].pieces > 200) {
          chunks.push({ path: new Path2D(), pieces: 0 });
        }
        const chunk = chunks[chunks.length - 1];
        this.trace(edge, chunk.path);
        chunk.pieces += 1 + edge.lanes.length;
      }
    }

    start() {
      const paint = ({ ctx, id }) => ({
        drawNode: () => this.paintNode(ctx, this.byId.get(id)),
        nodeDimensions: { width: this.card, height: CARD.height },
      });
      const nodes = this.nodes.map(({ id, x, y }) => ({
        id,
        x,
        y,
        shape: "custom",
        ctxRenderer: paint,
      }));
      this.network = new window.vis.Network(
        this.stage,
        { nodes, edges: [] },
        { ...this.data.options, autoResize: false },
      );
      // The stage has the one tab stop, with a name; vis-network's own would be a second, nameless.
      for (const child of this.stage.children) child.tabIndex = -1;
      this.network.on("beforeDrawing", (ctx) => this.paintLines(ctx));
      this.network.on("afterDrawing", (ctx) => this.paintHeadings(ctx));
      this.network.on("click", (event) => this.click(event));
      this.network.on("dragStart", () => this.point(null));
      this.network.on("zoom", () => this.limitZoom());
    }

    // ---------------------------------------------------------------- camera

    still() {
      return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    }

    move(x, y, scale, animate) {
      const animation =
        animate && !this.still() ? { duration: 260, easingFunction: "easeInOutQuad" } : false;
      this.point(null);
      this.network.moveTo({ position: { x, y }, scale, animation });
    }

    // Scale at which everything fits below the headings.
    whole() {
      const { left, right, top, bottom } = this.box;
      return Math.min(
        (this.width - 2 * MARGIN) / (right - left),
        (this.height - HEADINGS - 2 * MARGIN) / (bottom - top),
      );
    }

    // The camera that shows the drawing at a scale: from its top left, or around `near`.
    camera(scale, near) {
      const { left, right, top, bottom } = this.box;
      const wide = (this.width - 2 * MARGIN) / scale;
      const high = (this.height - HEADINGS - 2 * MARGIN) / scale;
      const along = (start, end, room, middle) =>
        middle === undefined || end - start <= room
          ? start + room / 2
          : Math.min(end - room / 2, Math.max(start + room / 2, middle));
      const x =
        right - left < wide ? (left + right) / 2 : along(left, right, wide, near && near.x);
      const y = along(top, bottom, high, near && near.y);
      return { x, y: y - HEADINGS / 2 / scale };
    }

    open() {
      const scale = Math.min(1, Math.max(READABLE, this.whole()));
      const near = this.selected || this.nodes.find((node) => node.marked);
      const { x, y } = this.camera(scale, near);
      this.move(x, y, scale, false);
    }

    fit(animate) {
      const scale = Math.min(1, this.whole());
      const { x, y } = this.camera(scale);
      this.move(x, y, scale, animate);
    }

    show(card, animate) {
      if (!this.network) return;
      const scale = Math.max(this.network.getScale(), READABLE);
      const { x, y } = this.camera(scale, card);
      this.move(x, y, scale, animate);
    }

    // Bring a card into view if it is not, without moving more than needed.
    keepInView(card) {
      const scale = this.network.getScale();
      const at = this.network.canvasToDOM({ x: card.x, y: card.y });
      const halfWidth = (this.card / 2) * scale + MARGIN;
      const halfHeight = (CARD.height / 2) * scale + MARGIN;
      const push = (value, low, high) => (value < low ? value - low : Math.max(0, value - high));
      const dx = push(at.x, halfWidth, this.width - halfWidth);
      const dy = push(at.y, HEADINGS + halfHeight, this.height - halfHeight);
      if (!dx && !dy) return;
      const centre = this.network.getViewPosition();
      this.move(centre.x + dx / scale, centre.y + dy / scale, scale, true);
    }

    zoomBy(factor, at) {
      const old = this.network.getScale();
      const scale = Math.min(ZOOM.most, Math.max(ZOOM.least, old * factor));
      const centre = this.network.getViewPosition();
      const hold = at ? this.network.DOMtoCanvas(at) : centre;
      const keep = old / scale;
      const x = hold.x + (centre.x - hold.x) * keep;
      const y = hold.y + (centre.y - hold.y) * keep;
      this.move(x, y, scale, !at);
    }

    limitZoom() {
      const scale = this.network.getScale();
      const limited = Math.min(ZOOM.most, Math.max(ZOOM.least, scale));
      const centre = this.network.getViewPosition();
      if (limited !== scale) this.move(centre.x, centre.y, limited, false);
      this.point(null);
    }

    // A plain wheel scrolls the page; with Ctrl or Cmd (a trackpad's pinch sends Ctrl) it zooms.
    wheel(event) {
      event.stopPropagation();
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const bounds = this.stage.getBoundingClientRect();
        const at = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
        const pixels = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
        this.zoomBy(Math.exp(-Math.max(-120, Math.min(120, pixels)) / 400), at);
        return;
      }
      this.hint.textContent = "Ctrl + scroll zooms, drag moves";
      this.hint.classList.add("dm-on");
      clearTimeout(this.hintTimer);
      this.hintTimer = setTimeout(() => this.hint.classList.remove("dm-on"), 1400);
    }

    // ---------------------------------------------------------------- choosing

    nodeAt(point) {
      for (let index = this.cards.length - 1; index >= 0; index -= 1) {
        const card = this.cards[index];
        if (
          Math.abs(point.x - card.x) <= this.card / 2 &&
          Math.abs(point.y - card.y) <= CARD.height / 2
        ) {
          return card;
        }
      }
      return null;
    }

    click(event) {
      if (event.pointer.DOM.y < HEADINGS) return;
      this.choose(this.nodeAt(event.pointer.canvas));
      this.tip.classList.remove("dm-on");
    }

    choose(card) {
      this.highlight(card);
      this.send();
    }

    send() {
      if (this.selected && this.selected.role === "theme") return;
      this.sent = this.selected ? this.selected.id : "";
      this.sentAt = performance.now();
      this.onSelect(this.sent || null);
    }

    highlight(card) {
      this.selected = card;
      this.needs = card ? this.walk(card, "before", "source") : null;
      this.opens = card ? this.walk(card, "after", "target") : null;
      this.describe();
      if (this.network) this.network.redraw();
    }

    // Nodes and edges on the route from a card; its own weaker lines too, but not beyond them.
    walk(card, side, end) {
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

    describe() {
      const card = this.selected;
      this.clearButton.disabled = !card;
      if (!card) {
        this.says.textContent = "";
        this.status.textContent = "";
        return;
      }
      const count = (side) => [...side.nodes].filter((node) => node.role !== "junction").length;
      const says = card.says || card.second || "";
      this.says.textContent = says.charAt(0).toUpperCase() + says.slice(1);
      const facts = [...(card.facts || []), card.role === "direction" ? card.second : ""];
      this.status.textContent =
        `${card.name}: ${[says, ...facts].filter(Boolean).join(". ")}. In this view ` +
        `${count(this.needs)} before it and ${count(this.opens)} after it.`;
    }

    key(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const act = {
        ArrowRight: () => this.step("after", "target"),
        ArrowLeft: () => this.step("before", "source"),
        ArrowUp: () => this.stepInColumn(-1),
        ArrowDown: () => this.stepInColumn(1),
        Enter: () => this.selected && this.send(),
        " ": () => this.selected && this.send(),
        Escape: () => this.selected && this.choose(null),
        "+": () => this.zoomBy(ZOOM.step),
        "-": () => this.zoomBy(1 / ZOOM.step),
        0: () => this.fit(true),
      }[event.key];
      if (!act || !this.network) return;
      event.preventDefault();
      act();
    }

    visit(card) {
      this.highlight(card);
      this.keepInView(card);
    }

    firstCard() {
      return this.nodes.find((node) => node.marked) || this.cards[0];
    }

    // Along the lines to the nearest card, through a junction.
    step(side, end) {
      if (!this.selected) {
        this.visit(this.firstCard());
        return;
      }
      const near = [];
      for (const edge of this.selected[side]) {
        const next = edge[end];
        if (next.role === "junction") near.push(...next[side].map((further) => further[end]));
        else near.push(next);
      }
      const from = this.selected.y;
      near.sort((one, other) => Math.abs(one.y - from) - Math.abs(other.y - from));
      if (near.length) this.visit(near[0]);
      else this.status.textContent = `Nothing ${side} ${this.selected.name} in this view.`;
    }

    stepInColumn(step) {
      if (!this.selected) {
        this.visit(this.firstCard());
        return;
      }
      const column = this.cards
        .filter((card) => card.column === this.selected.column)
        .sort((one, other) => one.y - other.y || one.x - other.x);
      const next = column[column.indexOf(this.selected) + step];
      if (next) this.visit(next);
    }

    hover(event) {
      if (!this.network || event.pointerType === "touch" || event.buttons) return;
      const bounds = this.stage.getBoundingClientRect();
      const at = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
      this.point(at.y < HEADINGS ? null : this.nodeAt(this.network.DOMtoCanvas(at)));
    }

    point(card) {
      if (card === this.hovered) return;
      this.hovered = card;
      this.stage.style.cursor = card ? "pointer" : "";
      this.tip.classList.toggle("dm-on", Boolean(card));
      if (card) {
        this.tip.textContent = "";
        element("strong", "", this.tip, card.name);
        for (const fact of [...(card.facts || []), card.role === "item" ? "" : card.second]) {
          if (fact) element("span", "", this.tip, fact);
        }
        const scale = this.network.getScale();
        const at = this.network.canvasToDOM({ x: card.x, y: card.y });
        const below = at.y + (CARD.height / 2) * scale + 6;
        const room = this.tip.offsetHeight + 4;
        const fits = below + room < this.height;
        this.tip.style.top = `${fits ? below : at.y - (CARD.height / 2) * scale - 6 - room}px`;
        const widest = this.width - this.tip.offsetWidth - 6;
        const start = at.x - (this.card / 2) * scale;
        this.tip.style.left = `${Math.max(6, Math.min(widest, start))}px`;
      }
      if (this.network) this.network.redraw();
    }

    // ---------------------------------------------------------------- lines

    // From the side of the source through its lanes to the side of the target.
    trace(edge, path) {
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
        const { left, right } = this.columns[column];
        reach(forward ? left : right, height);
        x = forward ? right : left;
        y = height;
        path.lineTo(x, y);
      }
      reach(endX, endY);
    }

    paintLines(ctx) {
      const scale = this.network.getScale();
      ctx.lineJoin = "round";
      for (const kind of ["through", "other", "helps", "requires", "chosen"]) {
        const look = LINES[kind];
        const share = look.share * (this.selected ? REST : 1);
        ctx.strokeStyle = this.over(this.colours.muted, share);
        ctx.lineWidth = Math.max(look.width, 0.5 / scale);
        ctx.setLineDash(look.dash);
        ctx.lineCap = kind === "other" ? "round" : "butt";
        for (const chunk of this.paths.get(kind) || []) ctx.stroke(chunk.path);
      }
      if (this.selected) {
        this.paintWay(ctx, this.needs.edges, this.colours.ink, scale);
        this.paintWay(ctx, this.opens.edges, this.colours.accent, scale);
      }
      ctx.setLineDash([]);
      ctx.lineCap = "butt";
    }

    paintWay(ctx, edges, colour, scale) {
      ctx.strokeStyle = ctx.fillStyle = colour;
      for (const edge of edges) {
        const look = LINES[edge.kind];
        ctx.lineWidth = Math.max(edge.kind === "chosen" ? 2.8 : 2, 0.8 / scale);
        ctx.setLineDash(look.dash);
        ctx.lineCap = edge.kind === "other" ? "round" : "butt";
        const path = new Path2D();
        this.trace(edge, path);
        ctx.stroke(path);
        if (edge.target.role !== "junction") this.paintHead(ctx, edge);
      }
    }

    paintHead(ctx, edge) {
      const { source, target } = edge;
      const fromLeft = source.column < target.column || source.role === "junction";
      const sign = fromLeft ? 1 : -1;
      const x = target.x - sign * target.half;
      const y = target.y + edge.end;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x - sign * 9, y - 4.5);
      ctx.lineTo(x - sign * 9, y + 4.5);
      ctx.closePath();
      ctx.fill();
    }

    // `share` of a colour over the ground, opaque: lines that lie over each other do not add up.
    over(colour, share) {
      const channel = (hex, at) => parseInt(hex.slice(at, at + 2), 16);
      const mixed = [1, 3, 5].map((at) =>
        Math.round(channel(colour, at) * share + channel(this.colours.ground, at) * (1 - share)),
      );
      return `rgb(${mixed.join(",")})`;
    }

    // ---------------------------------------------------------------- cards

    paintNode(ctx, node) {
      const related =
        !this.selected ||
        node === this.selected ||
        this.needs.nodes.has(node) ||
        this.opens.nodes.has(node);
      const strength = related ? 1 : REST;
      if (node.role === "junction") this.paintJunction(ctx, node, strength);
      else this.paintCard(ctx, node, strength);
    }

    paintJunction(ctx, node, strength) {
      const tone = (colour) => this.over(colour, strength);
      ctx.beginPath();
      ctx.arc(node.x, node.y, node.radius, 0, 2 * Math.PI);
      ctx.fillStyle = this.colours.ground;
      ctx.fill();
      ctx.lineWidth = 1.4;
      ctx.strokeStyle = tone(this.colours.ink);
      ctx.stroke();
      ctx.fillStyle = tone(this.colours.ink);
      ctx.font = `400 11.5px ${this.data.font}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText("or", node.x, node.y + 0.5);
    }

    paintCard(ctx, node, strength) {
      const colours = this.colours;
      const scale = this.network.getScale();
      const tone = (colour) => this.over(colour, strength);
      const left = node.x - this.card / 2;
      const top = node.y - CARD.height / 2;
      const chosen = node === this.selected;
      const fill = tone(colours[node.token] || node.color[colours.name] || colours.muted);
      if (node.role === "theme") {
        roundedBox(ctx, left + 3, top + 3, this.card, CARD.height, 6);
        ctx.fillStyle = colours.ground;
        ctx.fill();
        ctx.lineWidth = 1;
        ctx.strokeStyle = tone(colours.line);
        ctx.stroke();
      }
      roundedBox(ctx, left, top, this.card, CARD.height, 6);
      ctx.fillStyle = chosen ? colours.tint : colours.ground;
      if (!chosen && node.role === "direction") ctx.fillStyle = tone(colours.band);
      ctx.fill();
      if (scale < PLAIN_BELOW) {
        ctx.fillStyle = fill;
        ctx.globalAlpha = node.role === "direction" ? 0.25 : 0.5;
        ctx.fill();
        ctx.globalAlpha = 1;
      }
      const framed = node.frame || chosen || node.marked;
      ctx.lineWidth = Math.max(framed ? 2 : 1, (framed ? 1 : 0.5) / scale);
      ctx.strokeStyle = tone(node.marked ? colours.ink : colours.line);
      if (node === this.hovered) ctx.strokeStyle = tone(colours.muted);
      if (scale < PLAIN_BELOW) ctx.strokeStyle = fill;
      if (node.frame) ctx.strokeStyle = tone(colours[node.frame]);
      if (chosen) ctx.strokeStyle = colours.accent;
      ctx.stroke();
      if (scale < PLAIN_BELOW) return;
      this.paintMark(ctx, node, left + 16, node.y, fill, tone);
      this.paintText(ctx, node, left, tone);
    }

    paintMark(ctx, node, x, y, fill, tone) {
      const outline = this.data.marks[node.mark] || [];
      // A pointed mark of the same radius looks smaller than a disc.
      const radius = node.radius * (outline.length === 3 ? 1.12 : 1);
      ctx.beginPath();
      if (!outline.length) ctx.arc(x, y, radius, 0, 2 * Math.PI);
      outline.forEach(([dx, dy], corner) => {
        if (corner) ctx.lineTo(x + dx * radius, y + dy * radius);
        else ctx.moveTo(x + dx * radius, y + dy * radius);
      });
      ctx.closePath();
      ctx.fillStyle = ctx.strokeStyle = fill;
      ctx.lineWidth = 1.4;
      if (node.finished) {
        ctx.stroke();
      } else {
        ctx.fill();
      }
      if (node.role === "direction") {
        ctx.beginPath();
        ctx.moveTo(x - 0.7 * radius, y - 0.8 * radius);
        ctx.lineTo(x - 0.7 * radius, y + radius);
        ctx.stroke();
      }
      if (node.unowned) {
        ctx.beginPath();
        ctx.arc(x, y, node.radius + 3, 0, 2 * Math.PI);
        ctx.setLineDash([3, 2.2]);
        ctx.lineWidth = 1.5;
        ctx.strokeStyle = tone(this.colours.ink);
        ctx.stroke();
        ctx.setLineDash([]);
      }
    }

    paintText(ctx, node, left, tone) {
      const colours = this.colours;
      const family = this.data.font;
      const bold = node.role !== "item" || node === this.selected;
      const start = left + 32;
      const room = this.card - 32 - 6;
      ctx.textAlign = "left";
      ctx.textBaseline = "alphabetic";
      const weight = bold ? 600 : 400;
      if (!node.wrapped || node.wrapped.weight !== weight) {
        const fontOf = (size) => `${weight} ${size}px ${family}`;
        node.wrapped = wrap(ctx, node.label, room, node.second ? 1 : 2, fontOf);
        node.wrapped.weight = weight;
      }
      const { lines } = node.wrapped;
      ctx.font = node.wrapped.font;
      ctx.fillStyle = tone(node.finished ? colours.muted : colours.ink);
      if (node.second) {
        ctx.fillText(lines[0], start, node.y - 2.5);
        ctx.font = `400 11.5px ${family}`;
        const token = node.frame === "at_risk" ? "at_risk_text" : node.frame;
        ctx.fillStyle = tone(colours[token] || colours.muted);
        ctx.fillText(node.second, start, node.y + 12);
      } else if (lines.length === 1) {
        ctx.fillText(lines[0], start, node.y + 4.5);
      } else {
        ctx.fillText(lines[0], start, node.y - 3);
        ctx.fillText(lines[1], start, node.y + 12);
      }
      if (node.frame === "critical" && node.role === "item") {
        ctx.fillStyle = tone(colours.critical);
        ctx.fillRect(left + this.card - 9, node.y - CARD.height / 2 + 1, 8, 8);
      }
    }

    // The headings stay at the top while the drawing moves below them.
    paintHeadings(ctx) {
      const ratio = this.stage.querySelector("canvas").width / this.width;
      const scale = this.network.getScale();
      ctx.save();
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.fillStyle = this.colours.ground;
      ctx.fillRect(0, 0, this.width, HEADINGS);
      ctx.fillStyle = this.colours.muted;
      ctx.font = `400 12px ${this.data.font}`;
      ctx.textAlign = "left";
      ctx.textBaseline = "middle";
      for (const column of this.columns) {
        const start = this.network.canvasToDOM({ x: column.left, y: 0 }).x;
        const end = this.network.canvasToDOM({ x: column.right, y: 0 }).x;
        // The heading of a wide column stays while any of it is in view.
        const x = Math.max(start, MARGIN);
        const room = end - x;
        const heading = [column.heading, column.heading.replace("Step ", "")].find(
          (words) => ctx.measureText(words).width <= room,
        );
        if (heading) ctx.fillText(heading, x, HEADINGS / 2 + 2);
      }
      ctx.restore();
      if (this.began) this.report();
    }

    // Leave for tests how long it took from the data to the painted frame, ms.
    report() {
      const { began } = this;
      this.began = 0;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          this.root.dataset.drawn = String(Math.round(performance.now() - began));
        }),
      );
    }

    // Cards in px of the page, for tests: what is drawn where, and which names are cut.
    places() {
      const bounds = this.stage.getBoundingClientRect();
      const scale = this.network.getScale();
      return this.cards.map((card) => {
        const at = this.network.canvasToDOM({ x: card.x, y: card.y });
        return {
          id: card.id,
          name: card.name,
          lines: card.wrapped ? card.wrapped.lines : [],
          x: bounds.left + at.x,
          y: bounds.top + at.y,
          width: this.card * scale,
          height: CARD.height * scale,
        };
      });
    }

    destroy() {
      this.watch.disconnect();
      document.fonts.removeEventListener("loadingdone", this.fontLoaded);
      clearTimeout(this.hintTimer);
      if (this.network) this.network.destroy();
      this.root.remove();
    }
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
    mount(parent, data, onSelect) {
      const graph = new Graph(parent, onSelect);
      graph.root.depmapGraph = graph;
      graph.update(data);
      return graph;
    },
  };
})();
