// Wide tables and code in a text scroll in a box of their own, and keyboard users can reach that box.
export function makeScrollingReachable() {
  prepare(document);
  document.body.addEventListener("htmx:load", ({ detail }) => prepare(detail.elt));
}

function prepare(part) {
  for (const table of part.querySelectorAll(".ion-prose table")) {
    if (!table.closest(".ion-scroll")) wrap(table);
  }
  for (const code of part.querySelectorAll(".ion-prose pre")) makeReachable(code, "Code, scrolls sideways");
}

function wrap(table) {
  const box = document.createElement("div");
  box.className = "ion-scroll";
  table.replaceWith(box);
  box.append(table);
  makeReachable(box, table.caption?.textContent.trim() || "Table, scrolls sideways");
}

function makeReachable(box, name) {
  if (box.scrollWidth <= box.clientWidth) return;
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", name);
}
