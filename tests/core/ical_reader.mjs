// Reads calendar files with ical.js: a JSON list of them on standard input, what their events say on standard output.
// ical.js knows no zone by itself: every instant comes from the VTIMEZONE of the file.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function told(text) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      start: event.startDate.toUnixTime(),
      end: event.endDate.toUnixTime(),
      summary: event.summary,
      description: event.description,
      status: component.getFirstPropertyValue("status"),
    };
  });
}

const files = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(files.map(told)));
