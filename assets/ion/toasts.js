// Short messages in the corner: from the server by `HX-Trigger: {"toast": {"level": …, "text": …}}`, or our own.
const SHOWN_FOR = 8000; // milliseconds; longer while the pointer or the focus rests on it

export function showToasts() {
  document.body.addEventListener("toast", ({ detail }) => toast(detail.level, detail.text));
}

/** Shows `text`; `level` is success, info, warning or error. */
export function toast(level, text) {
  const box = document.getElementById("toasts");
  const alert = document.createElement("div");
  alert.className = `ion-toast usa-alert usa-alert--slim usa-alert--${level}`;
  alert.append(body(text));
  box.append(alert);
  setTimeout(() => leave(alert), SHOWN_FOR);
}

function body(text) {
  const line = document.createElement("p");
  line.className = "usa-alert__text";
  line.textContent = text;
  const wrapper = document.createElement("div");
  wrapper.className = "usa-alert__body";
  wrapper.append(line);
  return wrapper;
}

function leave(alert) {
  if (alert.matches(":hover, :focus-within")) setTimeout(() => leave(alert), 1000);
  else alert.remove();
}
