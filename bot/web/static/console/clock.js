// The clock on top: in a demo it is the demo's own and can run ahead.

import { tell } from "./api.js";
import { byId, clockText, dayText, hourNumber, toast, weekdayText } from "./dom.js";
import { state } from "./state.js";

let shown = { now: Date.now(), at: performance.now(), moving: false };
const current = () => new Date(shown.now + (shown.moving ? 0 : performance.now() - shown.at));

/** The duty night that a moment belongs to, named by the evening on which it began. */
function nightOf(now) {
  const evening = hourNumber(now) >= 12 ? now : new Date(now.getTime() - 86400000);
  return `${dayText(evening)}夜`;
}

function draw() {
  const now = current();
  const time = byId("clock-time");
  if (time.textContent !== clockText(now)) time.textContent = clockText(now);
  const day = `${dayText(now)} ${weekdayText(now)}　值班夜 ${nightOf(now)}`;
  if (byId("clock-day").textContent !== day) byId("clock-day").textContent = day;
}

/** Shows what the bot's clock says, and whether it runs ahead. */
export function showClock({ now, moving }) {
  shown = { now: Date.parse(now), at: performance.now(), moving };
  byId("clock").hidden = false;
  document.body.classList.toggle("moving", moving);
  byId("running").hidden = !moving;
  for (const button of document.querySelectorAll("button[data-move]")) button.disabled = moving;
  draw();
}

/** Lets the clock of the demo run ahead. */
export async function move(to) {
  showClock({ now: current().toISOString(), moving: true });
  try {
    showClock(await tell("clock", { to }));
  } catch (error) {
    showClock({ now: current().toISOString(), moving: false });
    toast(error.message);
  }
}

export function startClock() {
  state.now = current;
  setInterval(draw, 1000);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-move]");
    if (button) move(button.dataset.move);
  });
}
