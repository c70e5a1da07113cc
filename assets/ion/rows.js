// Rows of a list in a form, added, moved and removed in place. Without script the same form does it by numbers, an
// "Add" button that sends it, and rows that are emptied.
import { announce } from "./announce.js";

const FIELDS = "input, textarea, select";
const removed = new WeakMap(); // what stands where a row was -> the row

export function editRows() {
  document.querySelectorAll("[data-rows]").forEach(dropBlank);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-add], [data-row-move], [data-row-undo]");
    const list = button?.closest("[data-rows]");
    if (!list) return;
    if ("rowAdd" in button.dataset) {
      event.preventDefault();
      add(list);
    } else if ("rowUndo" in button.dataset) bringBack(list, button.closest("li"));
    else move(list, button.closest("[data-row]"), button);
  });
}

/** Empty rows to write in are for those who cannot add one in place. */
function dropBlank(list) {
  for (const row of rowsOf(list).slice(1).reverse()) if (isBlank(row)) row.remove();
}

function isBlank(row) {
  const says = (field) => field.type !== "hidden" && !("rowPlace" in field.dataset) && field.value !== "";
  return ![...row.querySelectorAll(FIELDS)].some(says);
}

function add(list) {
  const rows = rowsOf(list);
  const { rowLimit, rowsCalled } = list.dataset;
  if (rows.length >= Number(rowLimit)) return announce(`At most ${rowLimit} ${rowsCalled} fit here.`);
  const row = blankRow(list, rows.at(-1));
  rows.at(-1).after(row);
  settle(list);
  firstField(row).focus();
}

function move(list, row, button) {
  const way = button.dataset.rowMove;
  if (way === "out") return remove(list, row);
  const rows = rowsOf(list);
  const other = rows[rows.indexOf(row) + (way === "up" ? -1 : 1)];
  if (!other) return announce(`${nameOf(row)} is the ${way === "up" ? "first" : "last"} one.`);
  if (way === "up") other.before(row);
  else other.after(row);
  const before = nameOf(row);
  settle(list);
  button.focus();
  announce(`${before} is ${nameOf(row)} now.`);
}

/** What was removed can be brought back until the page is left. A list never stands without a row. */
function remove(list, row) {
  if (rowsOf(list).length === 1) row.after(blankRow(list, row));
  const gap = document.createElement("li");
  gap.className = "ion-rows__gone";
  gap.append(`${nameOf(row)} was removed. `, undoButton());
  removed.set(gap, row);
  row.replaceWith(gap);
  settle(list);
  gap.querySelector("button").focus();
}

function undoButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ion-action";
  button.dataset.rowUndo = "";
  button.textContent = "Undo";
  return button;
}

function bringBack(list, gap) {
  const row = removed.get(gap);
  gap.replaceWith(row);
  settle(list);
  firstField(row).focus();
  announce(`${nameOf(row)} is back.`);
}

/** Rows are called and numbered by where they stand; whoever keeps what was typed hears of it. */
function settle(list) {
  const called = list.dataset.rowCalled;
  rowsOf(list).forEach((row, at) => {
    row.querySelector("[data-row-name]").textContent = `${called[0].toUpperCase()}${called.slice(1)} ${at + 1}`;
    row.querySelector("[data-row-place]").value = at + 1;
  });
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A row like another one, with nothing in it and names of its own. */
function blankRow(list, like) {
  const row = like.cloneNode(true);
  const prefix = `${list.dataset.rows}-`;
  const fresh = `${prefix}${nextNumber(list)}-`;
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const name of ["id", "name", "for", "aria-labelledby", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value?.startsWith(prefix)) element.setAttribute(name, value.replace(/^[a-z]+-\d+-/, fresh));
    }
  }
  row.querySelectorAll(".usa-error-message").forEach((words) => words.remove());
  row.querySelectorAll(FIELDS).forEach(empty);
  return row;
}

function empty(field) {
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
  field.closest(".usa-form-group")?.classList.remove("usa-form-group--error");
  if (field.matches("select")) field.selectedIndex = 0;
  else field.value = "";
}

function nextNumber(list) {
  const used = [...list.querySelectorAll("[data-row-place]")].map((field) => Number(field.name.split("-")[1]));
  const next = Math.max(Number(list.dataset.rowNext ?? 0), ...used.map((number) => number + 1));
  list.dataset.rowNext = next + 1;
  return next;
}

function rowsOf(list) {
  return [...list.querySelectorAll("[data-row]")];
}

function nameOf(row) {
  return row.querySelector("[data-row-name]").textContent;
}

function firstField(row) {
  return row.querySelector("input:not([type=hidden]):not([data-row-place]), select, textarea");
}
