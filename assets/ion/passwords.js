// Lets who types a password see it; it is hidden again before it is sent, so that no browser keeps it as text.
const LABELS = { password: "Show password", text: "Hide password" };

export function revealPasswords() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveals]");
    if (button) toggle(button);
  });
  document.addEventListener("submit", ({ target }) => target.querySelectorAll("[data-reveals]").forEach(hide), true);
}

function toggle(button) {
  const shown = fieldsOf(button).some((field) => field.type === "text");
  show(button, shown ? "password" : "text");
}

function hide(button) {
  show(button, "password");
}

function show(button, type) {
  for (const field of fieldsOf(button)) field.type = type;
  button.textContent = LABELS[type];
}

function fieldsOf(button) {
  return button.dataset.reveals
    .split(" ")
    .map((id) => document.getElementById(id))
    .filter(Boolean);
}
