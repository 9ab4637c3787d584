// Prints the page where a button asks for it, and follows our own links inside the session: one click, one entry in the history, no reload.
// Streamlit listens to popstate and reads page, item and filters from the address; so a link,
// a copied address and the back button all take the same way. Without this script a link still
// works, by loading the page anew.
const SEEN = Symbol.for("depmap.links");

function open(address) {
  history.pushState({}, "", address);
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}

function print(event) {
  if (event.target.closest?.("button.dm-print")) window.print();
}

function follow(event) {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a.dm-link");
  if (!link || new URL(link.href).origin !== location.origin) return;
  event.preventDefault();
  event.stopPropagation();
  open(link.href);
}

export default function ({ data }) {
  if (!window[SEEN]) {
    window[SEEN] = { turn: "" };
    document.addEventListener("click", follow, true);
    document.addEventListener("click", print, true);
  }
  if (data?.turn && data.turn !== window[SEEN].turn) {
    window[SEEN].turn = data.turn;
    open(data.address);
  }
}
