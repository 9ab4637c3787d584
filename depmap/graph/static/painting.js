/* What the canvas shows: lines, cards, marks and headings of one graph. */
(function () {
  "use strict";

  const { CARD, HEADINGS, MARGIN, LINES, over, trace, wrap } = window.depmapGraph.geometry;

  const PLAIN_BELOW = 0.42; // below this scale cards are plain blocks
  const REST = 0.22; // how strong the rest stays beside a selection

  function roundedBox(ctx, x, y, width, height, radius) {
    ctx.beginPath();
    ctx.roundRect(x, y, width, height, radius);
  }

  class Painting {
    constructor(graph) {
      this.graph = graph;
    }

    tone(colour, share) {
      return over(colour, this.graph.colours.ground, share);
    }

    paintLines(ctx) {
      const scale = this.graph.network.getScale();
      ctx.lineJoin = "round";
      for (const kind of ["through", "other", "helps", "requires", "chosen"]) {
        const look = LINES[kind];
        const share = look.share * (this.graph.selected ? REST : 1);
        ctx.strokeStyle = this.tone(this.graph.colours.muted, share);
        ctx.lineWidth = Math.max(look.width, 0.5 / scale);
        ctx.setLineDash(look.dash);
        ctx.lineCap = kind === "other" ? "round" : "butt";
        for (const chunk of this.graph.paths.get(kind) || []) ctx.stroke(chunk.path);
      }
      if (this.graph.selected) {
        this.paintWay(ctx, this.graph.needs.edges, this.graph.colours.ink, scale);
        this.paintWay(ctx, this.graph.opens.edges, this.graph.colours.accent, scale);
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
        trace(edge, path, this.graph.columns);
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

    paintNode(ctx, node) {
      const related =
        !this.graph.selected ||
        node === this.graph.selected ||
        this.graph.needs.nodes.has(node) ||
        this.graph.opens.nodes.has(node);
      const strength = related ? 1 : REST;
      if (node.role === "junction") this.paintJunction(ctx, node, strength);
      else this.paintCard(ctx, node, strength);
    }

    paintJunction(ctx, node, strength) {
      const tone = (colour) => this.tone(colour, strength);
      ctx.beginPath();
      ctx.arc(node.x, node.y, node.radius, 0, 2 * Math.PI);
      ctx.fillStyle = this.graph.colours.ground;
      ctx.fill();
      ctx.lineWidth = 1.4;
      ctx.strokeStyle = tone(this.graph.colours.ink);
      ctx.stroke();
      ctx.fillStyle = tone(this.graph.colours.ink);
      ctx.font = `400 11.5px ${this.graph.data.font}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText("or", node.x, node.y + 0.5);
    }

    paintCard(ctx, node, strength) {
      const colours = this.graph.colours;
      const scale = this.graph.network.getScale();
      const tone = (colour) => this.tone(colour, strength);
      const left = node.x - this.graph.card / 2;
      const top = node.y - CARD.height / 2;
      const chosen = node === this.graph.selected;
      const fill = tone(colours[node.token] || node.color[colours.name] || colours.muted);
      if (node.role === "theme") {
        roundedBox(ctx, left + 3, top + 3, this.graph.card, CARD.height, 6);
        ctx.fillStyle = colours.ground;
        ctx.fill();
        ctx.lineWidth = 1;
        ctx.strokeStyle = tone(colours.line);
        ctx.stroke();
      }
      roundedBox(ctx, left, top, this.graph.card, CARD.height, 6);
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
      if (node === this.graph.hovered) ctx.strokeStyle = tone(colours.muted);
      if (scale < PLAIN_BELOW) ctx.strokeStyle = fill;
      if (node.frame) ctx.strokeStyle = tone(colours[node.frame]);
      if (chosen) ctx.strokeStyle = colours.accent;
      ctx.stroke();
      if (scale < PLAIN_BELOW) return;
      this.paintMark(ctx, node, left + 16, node.y, fill, tone);
      this.paintText(ctx, node, left, tone);
    }

    paintMark(ctx, node, x, y, fill, tone) {
      const outline = this.graph.data.marks[node.mark] || [];
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
        ctx.strokeStyle = tone(this.graph.colours.ink);
        ctx.stroke();
        ctx.setLineDash([]);
      }
    }

    paintText(ctx, node, left, tone) {
      const colours = this.graph.colours;
      const family = this.graph.data.font;
      const bold = node.role !== "item" || node === this.graph.selected;
      const start = left + 32;
      const room = this.graph.card - 32 - 6;
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
        ctx.fillRect(left + this.graph.card - 9, node.y - CARD.height / 2 + 1, 8, 8);
      }
    }

    // The headings stay at the top while the drawing moves below them.
    paintHeadings(ctx) {
      const ratio = this.graph.stage.querySelector("canvas").width / this.graph.width;
      ctx.save();
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.fillStyle = this.graph.colours.ground;
      ctx.fillRect(0, 0, this.graph.width, HEADINGS);
      ctx.fillStyle = this.graph.colours.muted;
      ctx.font = `400 12px ${this.graph.data.font}`;
      ctx.textAlign = "left";
      ctx.textBaseline = "middle";
      for (const column of this.graph.columns) {
        const start = this.graph.network.canvasToDOM({ x: column.left, y: 0 }).x;
        const end = this.graph.network.canvasToDOM({ x: column.right, y: 0 }).x;
        // The heading of a wide column stays while any of it is in view.
        const x = Math.max(start, MARGIN);
        const room = end - x;
        const heading = [column.heading, column.heading.replace("Step ", "")].find(
          (words) => ctx.measureText(words).width <= room,
        );
        if (heading) ctx.fillText(heading, x, HEADINGS / 2 + 2);
      }
      ctx.restore();
    }
  }

  window.depmapGraph.Painting = Painting;
})();
