// Sending files: how much is on its way, and no waiting for one that is too large. Putting a picture into the text.
import { announce } from "./announce.js";

const MEGABYTE = 1024 * 1024;
const entered = new WeakSet(); // texts in which somebody chose a place

export function watchUploads() {
  document.addEventListener("change", ({ target }) => target.matches("[data-most-bytes]") && measure(target));
  document.body.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
    if (target.matches("[data-upload]") && detail.lengthComputable) show(target, (100 * detail.loaded) / detail.total);
  });
  document.body.addEventListener("htmx:afterRequest", ({ target }) => target.matches("[data-upload]") && hide(target));
  document.addEventListener("focusin", ({ target }) => entered.add(target));
  offerInserting(document);
  document.body.addEventListener("htmx:load", ({ detail }) => offerInserting(detail.elt));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-insert]");
    if (button) insert(button.dataset.insert);
  });
}

/** The browser says it at the field, and sends nothing, until another file is chosen. */
function measure(field) {
  const most = Number(field.dataset.mostBytes);
  const isTooLarge = [...field.files].some((file) => file.size > most);
  field.setCustomValidity(isTooLarge ? `At most ${most / MEGABYTE} MB: choose a smaller file.` : "");
  if (isTooLarge) field.reportValidity();
}

function show(form, percent) {
  const bar = form.querySelector("progress");
  bar.hidden = false;
  bar.value = percent;
}

function hide(form) {
  const bar = form.querySelector("progress");
  if (bar) bar.hidden = true;
}

/** Only a page with a text to write offers it. */
function offerInserting(part) {
  if (!textOf()) return;
  for (const button of part.querySelectorAll("[data-insert]")) button.parentElement.hidden = false;
}

function textOf() {
  return document.querySelector('textarea[name="markdown"]');
}

/** An editor that stands in the text's place takes the event for itself by preventDefault. */
function insert(markdown) {
  const event = new CustomEvent("ion:insert", { detail: { markdown }, cancelable: true });
  const text = textOf();
  if (document.dispatchEvent(event) && text) {
    if (!entered.has(text)) text.setSelectionRange(text.value.length, text.value.length);
    text.setRangeText(`\n\n${markdown}\n\n`, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }
  announce("The picture is in the text.");
}
