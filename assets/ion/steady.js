// A swap must not close what the reader opened, nor take the focus from what the reader pressed.
let open = new Map();
let focused = "";

export function keepSteady() {
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => remember(detail.target));
  document.body.addEventListener("htmx:afterSwap", restore);
}

function remember(part) {
  const states = [...part.querySelectorAll("details[id]")].map((details) => [details.id, details.open]);
  const shown = [...part.querySelectorAll("[data-open]")].map((panel) => [panel.id, true]);
  open = new Map([...states, ...shown]);
  focused = part.contains(document.activeElement) ? document.activeElement.id : "";
}

function restore() {
  for (const [id, isOpen] of open) setOpen(document.getElementById(id), isOpen);
  const element = focused && document.getElementById(focused);
  if (element && element !== document.activeElement) element.focus({ preventScroll: true });
  open = new Map();
}

function setOpen(element, isOpen) {
  if (!element) return;
  if (element.tagName === "DETAILS") {
    element.open = isOpen;
    return;
  }
  element.toggleAttribute("data-open", isOpen);
  const button = document.querySelector(`[data-discloses="${element.id}"]`);
  button?.setAttribute("aria-expanded", String(isOpen));
}
