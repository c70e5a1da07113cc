// A form that asks for a time zone and has none yet: offer the one that this browser is set to.
export function offerZone() {
  for (const form of document.querySelectorAll("[data-zone-of-browser]")) {
    const list = document.getElementById(form.dataset.zoneOfBrowser);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!list || list.value || !zone) continue;
    if (![...list.options].some((option) => option.value === zone)) list.add(new Option(zone.replaceAll("_", " "), zone));
    list.value = zone;
  }
}
