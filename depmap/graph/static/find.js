/* The search box of the graph: a combobox over the names of the cards that are drawn. */
(function () {
  "use strict";

  const { element, matching } = window.depmapGraph.geometry;

  const OPTIONS_SHOWN = 8;

  class Find {
    constructor(bar, graph) {
      this.graph = graph;
      this.found = [];
      this.active = -1;
      const box = element("div", "dm-graph-find", bar);
      this.field = element("input", "", box);
      this.field.type = "text";
      this.field.enterKeyHint = "search";
      this.field.placeholder = "Find an item";
      this.field.autocomplete = "off";
      this.field.spellcheck = false;
      const listId = `dm-find-${Math.random().toString(36).slice(2)}`;
      for (const [name, value] of [
        ["role", "combobox"],
        ["aria-label", "Find an item in the graph"],
        ["aria-expanded", "false"],
        ["aria-autocomplete", "list"],
        ["aria-controls", listId],
      ]) {
        this.field.setAttribute(name, value);
      }
      this.list = element("ul", "dm-graph-list", box);
      this.list.id = listId;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Items found");
      this.list.hidden = true;
      this.field.addEventListener("input", () => this.look());
      this.field.addEventListener("focus", () => this.look());
      this.field.addEventListener("blur", () => this.closeList());
      this.field.addEventListener("keydown", (event) => this.key(event));
    }

    look() {
      const words = this.field.value.toLowerCase().split(/\s+/).filter(Boolean);
      this.list.textContent = "";
      this.found = [];
      this.active = -1;
      if (words.length) {
        this.found = matching(this.graph.cards, words, OPTIONS_SHOWN);
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
      this.field.setAttribute("aria-expanded", String(!this.list.hidden));
      this.field.removeAttribute("aria-activedescendant");
    }

    closeList() {
      this.list.hidden = true;
      this.field.setAttribute("aria-expanded", "false");
      this.field.removeAttribute("aria-activedescendant");
    }

    key(event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const count = this.found.length;
        if (!count) return;
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.active = (this.active + step + count + (this.active < 0 && step < 0 ? 1 : 0)) % count;
        [...this.list.children].forEach((option, number) => {
          option.setAttribute("aria-selected", String(number === this.active));
        });
        this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
      } else if (event.key === "Enter") {
        event.preventDefault();
        const card = this.found[Math.max(0, this.active)];
        if (card) this.take(card);
      } else if (event.key === "Escape") {
        event.preventDefault();
        this.field.value = "";
        this.look();
      }
    }

    take(card) {
      this.field.value = "";
      this.look();
      this.graph.take(card);
    }
  }

  window.depmapGraph.Find = Find;
})();
