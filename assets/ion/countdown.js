// Days, hours and minutes until a webinar begins: decoration, hidden from screen readers, and counted on from what the
// server said is left, so a wrong clock here does no harm. Nothing moves but the numbers, once a minute.
const MINUTE = 60;
const LONGEST_WAIT = 3_600_000;

export function countDown() {
  const loaded = Date.now();
  for (const box of document.querySelectorAll("[data-countdown]")) tick(box, loaded);
}

function tick(box, loaded) {
  const left = Number(box.dataset.countdown) - Math.floor((Date.now() - loaded) / 1000);
  show(box, Math.max(0, Math.ceil(left / MINUTE)));
  if (left <= 0) {
    box.querySelector("[data-label]").textContent = "Starting now";
    return;
  }
  const untilNext = (((left - 1) % MINUTE) + 1) * 1000;
  setTimeout(() => tick(box, loaded), Math.min(untilNext, LONGEST_WAIT));
}

function show(box, minutes) {
  const told = { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, min: minutes % 60 };
  for (const [unit, number] of Object.entries(told)) {
    const place = box.querySelector(`[data-unit="${unit}"]`);
    if (place.textContent !== String(number)) place.textContent = number;
  }
}
