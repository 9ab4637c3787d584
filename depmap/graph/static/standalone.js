/* The standalone file: draws the data it holds, and a card of facts for the chosen item. */
(function () {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const card = document.getElementById("card");
  const add = (tag, words) => {
    const made = document.createElement(tag);
    made.textContent = words;
    card.appendChild(made);
  };
  window.depmapGraph.mount(document.getElementById("graph"), data, (id) => {
    const item = data.nodes.find((node) => node.id === id);
    card.textContent = "";
    card.hidden = !item;
    if (!item) return;
    add("h2", item.name);
    for (const fact of [item.second, ...item.facts]) if (fact) add("p", fact);
    add("p", item.says.charAt(0).toUpperCase() + item.says.slice(1));
  });
})();
