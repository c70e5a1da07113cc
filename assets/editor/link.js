// Asks where a link shall lead. The dialog stands at the end of the page, since a form cannot stand in a form.
import { isSafeLink } from "./schema.js";

const FORM = `
<form class="ion-form ion-editor__ask" method="dialog" aria-labelledby="ask-link-heading">
  <h2 class="ion-h3" id="ask-link-heading">Link</h2>
  <label class="usa-label" for="ask-link-href">Address</label>
  <p class="usa-hint ion-hint" id="ask-link-hint">https://… for another site, /blog/… for a page here, #… for a heading of this text.</p>
  <p class="usa-error-message" id="ask-link-error" hidden>Give an address that begins with https://, mailto:, / or #.</p>
  <input class="usa-input ion-input" id="ask-link-href" name="href" required autocomplete="off" aria-describedby="ask-link-hint">
  <div data-words>
    <label class="usa-label" for="ask-link-words">Words to show</label>
    <input class="usa-input ion-input" id="ask-link-words" name="words" autocomplete="off">
  </div>
  <div class="ion-row ion-form__deeds">
    <button class="usa-button ion-button" value="take">Set the link</button>
    <button class="usa-button usa-button--outline ion-button" value="remove" formnovalidate>Remove the link</button>
    <button class="usa-button usa-button--outline ion-button" value="" formnovalidate>Cancel</button>
  </div>
</form>`;

/** Resolves to { href, words }, to { href: "" } to remove the link, or to null. */
export function askLink({ href = "", words = "", asksWords = false }) {
  const dialog = document.createElement("dialog");
  dialog.className = "ion-dialog";
  dialog.innerHTML = FORM;
  document.body.append(dialog);
  const form = dialog.querySelector("form");
  form.href.value = href;
  form.words.value = words;
  form.querySelector("[data-words]").hidden = !asksWords;
  form.querySelector('[value="remove"]').hidden = !href;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "take" || isSafeLink(form.href.value.trim())) return;
    event.preventDefault();
    refuse(form);
  });
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answerOf(dialog.returnValue, form));
    });
  });
}

function refuse(form) {
  form.querySelector("#ask-link-error").hidden = false;
  form.href.setAttribute("aria-describedby", "ask-link-error ask-link-hint");
  form.href.setAttribute("aria-invalid", "true");
  form.href.focus();
}

function answerOf(pressed, form) {
  if (pressed === "remove") return { href: "" };
  const href = form.href.value.trim();
  return pressed === "take" && href ? { href, words: form.words.value.trim() || href } : null;
}
