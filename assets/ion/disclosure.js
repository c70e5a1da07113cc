// Buttons that show and hide a panel on small screens: the menu and the filters.
import { focusOn } from "./focus.js";

export function discloseOnClick() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-discloses]");
    if (button) toggle(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeAround(event.target);
  });
  // "Apply filters" on a phone: the answer is under the panel, so the panel goes and the answer gets the focus.
  document.addEventListener("submit", (event) => {
    const panel = event.submitter?.closest("[data-open]");
    if (panel) document.body.addEventListener("htmx:afterSettle", () => showAnswer(panel.id), { once: true });
  });
}

function toggle(button) {
  const panel = document.getElementById(button.dataset.discloses);
  setOpen(button, panel, !panel.hasAttribute("data-open"));
}

function setOpen(button, panel, isOpen) {
  panel.toggleAttribute("data-open", isOpen);
  button.setAttribute("aria-expanded", String(isOpen));
}

function closeAround(element) {
  const panel = element.closest("[data-open]");
  const button = panel ? buttonOf(panel) : element.closest('[data-discloses][aria-expanded="true"]');
  if (!button) return;
  setOpen(button, document.getElementById(button.dataset.discloses), false);
  button.focus();
}

function buttonOf(panel) {
  return document.querySelector(`[data-discloses="${panel.id}"]`);
}

function showAnswer(panelId) {
  const panel = document.getElementById(panelId);
  if (panel) setOpen(buttonOf(panel), panel, false);
  const heading = document.querySelector("[data-announce]");
  if (heading) focusOn(heading);
}
