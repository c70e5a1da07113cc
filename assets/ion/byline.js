// "Add" beside a person who was found: the line goes to the end of the byline.
import { announce } from "./announce.js";

export function addLines() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-adds-line]");
    if (button) add(button.dataset.addsLine, document.getElementById(button.dataset.to));
  });
}

function add(line, field) {
  if (!field) return;
  const lines = field.value.split("\n").filter((each) => each.trim());
  if (lines.includes(line)) return announce(`${line} is there already.`);
  field.value = [...lines, line].join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  announce(`${line} added.`);
}
