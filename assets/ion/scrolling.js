// Wide tables and code in a text scroll in a box of their own. The server makes every table's box reachable by
// keyboard; here the boxes that scroll get a name of their own, and the others stop being a needless stop.
export function makeScrollingReachable() {
  prepare(document);
  document.body.addEventListener("htmx:load", ({ detail }) => prepare(detail.elt));
}

function prepare(part) {
  part.querySelectorAll(".ion-table-scroll").forEach((box, at) => nameOrRelease(box, `Table ${at + 1}`));
  part.querySelectorAll(".ion-prose pre").forEach((box, at) => nameOrRelease(box, `Code ${at + 1}`));
}

function nameOrRelease(box, name) {
  if (box.scrollWidth > box.clientWidth) {
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", name);
  } else {
    for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
  }
}
