/* The graph as a component of Streamlit: loads the scripts in turn, once, and mounts the drawing. */
let scripts;

function load(address) {
  const folder = location.origin + location.pathname.replace(/[^/]*$/, "");
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(address, folder);
    script.onload = done;
    script.onerror = () => failed(new Error(`The graph could not load ${script.src}`));
    document.head.appendChild(script);
  });
}

export default function (component) {
  const holder = component.parentElement;
  holder.component = component;
  const { data } = component;
  const inTurn = (before, next) => before.then(() => load(next));
  scripts = scripts || data.scripts.reduce(inTurn, Promise.resolve());
  scripts.then(() => {
    const latest = holder.component;
    if (!latest) return;
    if (holder.graph) {
      holder.graph.update(latest.data);
    } else {
      holder.graph = window.depmapGraph.mount(holder, latest.data, (id) => {
        if (holder.component) holder.component.setStateValue("selected", id);
      });
    }
  });
  return () => {
    if (holder.graph) holder.graph.destroy();
    holder.graph = holder.component = null;
  };
}
