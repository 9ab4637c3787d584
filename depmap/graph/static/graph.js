/* The dependency graph in the browser, for the page and for the standalone file.

   depmapGraph.mount(parent, data, onSelect) draws data (see drawing.py, browser_data) and gives
   {update(data), destroy()}. vis-network keeps nodes, camera, dragging and pinching; painting.js
   paints cards and lines. Every text is painted on the canvas or set as textContent, never read as
   HTML.

   parent may be an element or a shadow root. onSelect(id | null) is called when the reader chose
   an item (click, Enter, search) or took the choice away; the arrow keys only highlight. */
(function () {
  "use strict";

  const { geometry, Find, Painting } = window.depmapGraph;
  const { CARD, BESIDE, HEADINGS, MARGIN, READABLE } = geometry;
  const { element, plural, neighbours, spread, trace, walk } = geometry;

  const NARROW = 640; // px of canvas width below which a phone is assumed
  const NARROW_SHARE = 0.62; // of the window height there, so the page can still be scrolled
  const ANSWER = 3000; // ms within which the page answers a click
  const ZOOM = { least: 0.02, most: 2.5, step: 1.25 };

  function button(parent, words, label, act) {
    const made = element("button", "dm-button", parent, words);
    made.type = "button";
    if (label !== words) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  class Graph {
    constructor(parent, onSelect) {
      this.onSelect = onSelect;
      this.painting = new Painting(this);
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
      this.find = new Find(this.bar, this);
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
      this.place();
      if (!this.network) this.start();
      // Not moveNode, which wakes the simulation once per node.
      for (const { id, x, y } of this.nodes) Object.assign(this.network.body.nodes[id], { x, y });
      this.network.setSize(`${width}px`, `${this.height}px`);
      this.open();
    }

    place() {
      const last = this.data.columns.length - 1;
      const reachesOut = this.edges.some(
        (edge) => edge.source.column === last && edge.target.column === last,
      );
      const { columns, extent } = this.data;
      const placed = spread(columns, extent, this.width, this.height, reachesOut);
      this.card = placed.card;
      this.columns = placed.columns;
      this.box = {
        left: 0,
        right: placed.right,
        top: -CARD.height / 2,
        bottom: extent + CARD.height / 2,
      };
      for (const node of this.nodes) {
        const start = this.columns[node.column].left + node.fold * (this.card + BESIDE);
        const isJunction = node.role === "junction";
        node.half = isJunction ? node.radius : this.card / 2;
        node.x = isJunction ? start - node.ahead : start + node.half;
        node.wrapped = null;
      }
      this.paths = new Map();
      for (const edge of this.edges) {
        if (!this.paths.has(edge.kind)) this.paths.set(edge.kind, []);
        const chunks = this.paths.get(edge.kind);
        // A path of very many pieces is slow to stroke: several of moderate size are not.
        if (!chunks.length || chunks[chunks.length - 1].pieces > 200) {
          chunks.push({ path: new Path2D(), pieces: 0 });
        }
        const chunk = chunks[chunks.length - 1];
        trace(edge, chunk.path, this.columns);
        chunk.pieces += 1 + edge.lanes.length;
      }
    }

    start() {
      const paint = ({ ctx, id }) => ({
        drawNode: () => this.painting.paintNode(ctx, this.byId.get(id)),
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
      this.network.on("beforeDrawing", (ctx) => this.painting.paintLines(ctx));
      this.network.on("afterDrawing", (ctx) => {
        this.painting.paintHeadings(ctx);
        if (this.began) this.report();
      });
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
      this.needs = card ? walk(card, "before", "source") : null;
      this.opens = card ? walk(card, "after", "target") : null;
      this.describe();
      if (this.network) this.network.redraw();
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

    // The search box found it.
    take(card) {
      this.choose(card);
      this.show(card, true);
      this.stage.focus({ preventScroll: true });
    }

    visit(card) {
      this.highlight(card);
      this.keepInView(card);
    }

    firstCard() {
      return this.nodes.find((node) => node.marked) || this.cards[0];
    }

    // Along the lines to the nearest card.
    step(side, end) {
      if (!this.selected) {
        this.visit(this.firstCard());
        return;
      }
      const [next] = neighbours(this.selected, side, end);
      if (next) this.visit(next);
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

  window.depmapGraph.mount = (parent, data, onSelect) => {
    const graph = new Graph(parent, onSelect);
    graph.root.depmapGraph = graph;
    graph.update(data);
    return graph;
  };
})();
