/* The plain functions of geometry.js, on numbers and words. Run by tests/graph/test_scripts.py. */
"use strict";

const { test } = require("node:test");
const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { runInNewContext } = require("node:vm");

const file = join(__dirname, "../../../depmap/graph/static/geometry.js");
const window = {};
runInNewContext(readFileSync(file, "utf8"), { window });
const { matching, neighbours, over, plural, spread, trace, walk, wrap } = window.depmapGraph.geometry;

// Values made in another context have other prototypes; as JSON they compare.
const same = (found, expected) => assert.deepEqual(JSON.parse(JSON.stringify(found)), expected);
const ids = (nodes) => [...nodes].map((node) => node.id).sort();

// A needs B; B and C are alternatives of A behind a junction; D helps A; E is needed by B.
function network() {
  const nodes = {};
  for (const [id, role, y] of [
    ["A", "item", 0],
    ["J", "junction", 0],
    ["B", "item", 40],
    ["C", "item", -10],
    ["D", "item", 5],
    ["E", "item", 90],
  ]) {
    nodes[id] = { id, role, y, before: [], after: [] };
  }
  for (const [from, to, kind] of [
    ["J", "A", "chosen"],
    ["B", "J", "chosen"],
    ["C", "J", "other"],
    ["D", "A", "helps"],
    ["E", "B", "requires"],
    ["E", "C", "requires"],
  ]) {
    const edge = { source: nodes[from], target: nodes[to], kind };
    nodes[from].after.push(edge);
    nodes[to].before.push(edge);
  }
  return nodes;
}

// A pen that writes down what it is told to draw.
function pen() {
  const told = [];
  const note = (name) => (...numbers) => told.push([name, ...numbers]);
  return { told, moveTo: note("M"), lineTo: note("L"), bezierCurveTo: note("C") };
}

test("one is not many", () => {
  assert.equal(plural(1, "direction"), "1 direction");
  assert.equal(plural(0, "direction"), "0 directions");
});

test("every word must be in the name, and names that begin with the first come first", () => {
  const cards = ["the soc 2 report", "soc 2 readiness", "penetration test"].map((search) => ({
    search,
  }));
  const found = (...words) => matching(cards, words, 8).map((card) => card.search);
  same(found("soc", "2"), ["soc 2 readiness", "the soc 2 report"]);
  same(found("soc", "test"), []);
  same(matching(cards, ["t"], 1).length, 1);
});

test("a route leads through the chosen alternative; one's own weaker lines are shown", () => {
  const nodes = network();
  same(ids(walk(nodes.A, "before", "source").nodes), ["B", "C", "D", "E", "J"]);
  same(ids(walk(nodes.E, "after", "target").nodes), ["A", "B", "C", "J"]);
  same(ids(walk(nodes.C, "after", "target").nodes), ["A", "J"]);
});

test("the neighbours of a card lie behind its junction, the nearest first", () => {
  const nodes = network();
  same(neighbours(nodes.A, "before", "source").map((card) => card.id), ["D", "C", "B"]);
  same(neighbours(nodes.A, "after", "target"), []);
});

test("columns stand side by side and fill a wide canvas", () => {
  const columns = [
    { heading: "Step 1", folds: 1 },
    { heading: "Step 2", folds: 2 },
  ];
  const wide = spread(columns, 400, 1200, 600, false);
  assert.equal(wide.card, 172);
  same(wide.columns[0], { heading: "Step 1", left: 0, right: 172 });
  assert.equal(wide.columns[1].left, 172 + 150);
  assert.equal(wide.columns[1].right, 172 + 150 + 2 * 172 + 12);
  assert.equal(wide.right, wide.columns[1].right);
  const phone = spread(columns, 400, 390, 500, true);
  assert.equal(phone.card, 150);
  assert.equal(phone.columns[1].left, 150 + 38);
  assert.equal(phone.right, phone.columns[1].right + 34);
});

test("a line leaves the side of its source, passes its lanes and ends at its target", () => {
  const source = { role: "item", column: 0, x: 86, y: 0, half: 86 };
  const target = { role: "item", column: 2, x: 700, y: 50, half: 86 };
  const columns = [{}, { left: 300, right: 472 }, {}];
  const path = pen();
  trace({ source, target, start: 4, end: -4, lanes: [[1, 20]] }, path, columns);
  same(path.told, [
    ["M", 172, 4],
    ["C", 236, 4, 236, 20, 300, 20],
    ["L", 472, 20],
    ["C", 543, 20, 543, 46, 614, 46],
  ]);
});

test("a colour over the ground is opaque", () => {
  assert.equal(over("#000000", "#ffffff", 0.25), "rgb(191,191,191)");
  assert.equal(over("#102030", "#ffffff", 1), "rgb(16,32,48)");
});

test("a name breaks at words, shrinks before it is cut, and is cut at a word", () => {
  // Every letter is as wide as half the size of the font.
  const context = {
    font: "",
    measureText(words) {
      return { width: words.length * parseFloat(this.font) * 0.5 };
    },
  };
  const fontOf = (size) => `${size}px`;
  const lines = (text, room, count) => wrap(context, text, room, count, fontOf).lines;
  same(lines("SOC 2 report", 100, 2), ["SOC 2 report"]);
  same(lines("Contract with a vendor", 100, 2), ["Contract with a", "vendor"]);
  same(lines("Contract with a vendor of sign-in", 60, 2), ["Contract", "with a…"]);
  assert.equal(wrap(context, "sixteen letters!", 96, 1, fontOf).font, "12px");
});
