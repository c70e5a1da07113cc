// hx-confirm asked by the page's own dialog, with the deed's verb on its button.
export function confirmRequests() {
  document.body.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail);
  });
}

function ask({ question, elt, issueRequest }) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("[data-question]").textContent = question;
  dialog.querySelector('[value="yes"]').textContent = elt.dataset.confirmLabel ?? "Continue";
  dialog.returnValue = "";
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && issueRequest(true), { once: true });
  dialog.showModal(); // Esc closes it, and the browser gives the focus back
}
