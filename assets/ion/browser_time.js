// A reader who has chosen no time zone is told a webinar's time in the zone of the browser too, in the site's words.
const MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
const MARKS = { EST: "ET", EDT: "ET", CST: "CT", CDT: "CT", MST: "MT", MDT: "MT", PST: "PT", PDT: "PT" };
const STANDARD_ALL_YEAR = "America/Phoenix"; // its "MST" is no "MT"

export function tellBrowserTime() {
  for (const line of document.querySelectorAll("[data-browser-time]")) {
    const start = moment(line.dataset.starts);
    const end = moment(line.dataset.ends);
    const own = line.parentElement.querySelector("time").textContent;
    const told = span(start, end);
    line.textContent = own === told ? "This is your time zone too." : `Your time: ${told}`;
  }
}

// As the server tells it: what both ends share is told once.
function span(start, end) {
  const until = `${end.clock} ${end.half} ${end.zone}`;
  if (start.day !== end.day) return `${start.day}, ${start.clock} ${start.half} ${start.zone} to ${end.day}, ${until}`;
  return `${start.day}, ${start.clock}${start.half === end.half ? "" : ` ${start.half}`} to ${until}`;
}

function moment(instant) {
  const at = new Date(instant);
  const weekday = at.toLocaleDateString("en-US", { weekday: "short" });
  return {
    day: `${weekday}., ${MONTHS[at.getMonth()]} ${at.getDate()}, ${at.getFullYear()}`,
    clock: `${at.getHours() % 12 || 12}:${String(at.getMinutes()).padStart(2, "0")}`,
    half: at.getHours() < 12 ? "a.m." : "p.m.",
    zone: zoneMark(at),
  };
}

function zoneMark(at) {
  const format = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" });
  const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName").value;
  return format.resolvedOptions().timeZone === STANDARD_ALL_YEAR ? name : (MARKS[name] ?? name);
}
