// Print, copy the link, share by the device's own sheet.
import { toast } from "./toasts.js";

export function offerSharing() {
  if (navigator.share) {
    for (const part of document.querySelectorAll("[data-if-shareable]")) part.hidden = false;
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button:is([data-print], [data-copy], [data-copy-from], [data-share])");
    if (!button) return;
    if ("print" in button.dataset) window.print();
    else if ("copyFrom" in button.dataset) copyText(document.getElementById(button.dataset.copyFrom));
    else if ("copy" in button.dataset) copy(button.dataset.copy);
    else share(button.dataset.share);
  });
}

async function copy(url) {
  try {
    await navigator.clipboard.writeText(url);
    toast("success", "Link copied.");
  } catch {
    // No clipboard without a secure connection: then the link is shown to be copied by hand.
    toast("info", `The link is ${url}`);
  }
}

async function copyText(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    toast("success", "Copied.");
  } catch {
    field.select();
    toast("info", "The text is selected: copy it by keyboard.");
  }
}

async function share(url) {
  try {
    await navigator.share({ title: document.title, url });
  } catch {
    // The reader closed the sheet: nothing to say.
  }
}
