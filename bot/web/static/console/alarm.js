// An incident that nobody has in hand: a bar on top, and a short tone until somebody has it.

import { ask } from "./api.js";
import { byId, h } from "./dom.js";

const EVERY_MS = 2000;
const KEPT = "yexun.sound";

let audio = null; // made by a gesture: browsers let nothing sound before one
let ringing = [];
let drawn = "";
let timer = 0;

const on = () => audio !== null && audio.state === "running";

/** Two short notes; how many times they sounded stands in the bar. */
function tone() {
  if (!on()) return;
  for (const [at, pitch] of [[0, 880], [0.25, 660]]) {
    const note = audio.createOscillator();
    const loud = audio.createGain();
    note.frequency.value = pitch;
    loud.gain.setValueAtTime(0.25, audio.currentTime + at);
    loud.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.2);
    note.connect(loud).connect(audio.destination);
    note.start(audio.currentTime + at);
    note.stop(audio.currentTime + at + 0.2);
  }
  const bar = byId("alarm");
  bar.dataset.tones = String(Number(bar.dataset.tones) + 1);
}

/** Sounds while somebody is wanted, and is quiet at once when somebody has it. */
function keepSounding() {
  const wanted = ringing.length > 0 && on();
  if (wanted && !timer) {
    tone();
    timer = setInterval(tone, EVERY_MS);
  } else if (!wanted && timer) {
    clearInterval(timer);
    timer = 0;
  }
  byId("alarm").dataset.sounding = timer ? "yes" : "no";
}

function showButton() {
  const button = byId("sound");
  button.setAttribute("aria-pressed", String(on()));
  button.textContent = on() ? "关警声" : "开警声";
  button.classList.toggle("wanted", ringing.length > 0 && !on());
}

async function switchOn() {
  audio = audio || new AudioContext();
  await audio.resume();
}

function remember(kept) {
  try {
    localStorage.setItem(KEPT, kept ? "1" : "");
  } catch {
    // a browser that keeps nothing asks for the button again
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEPT) === "1";
  } catch {
    return false;
  }
}

async function toggle() {
  if (on()) await audio.suspend();
  else await switchOn();
  remember(on());
  showButton();
  keepSounding();
}

/** Looks which incidents nobody has in hand. */
export async function refreshAlarm() {
  ringing = await ask("alarms");
  const picture = JSON.stringify(ringing);
  if (picture !== drawn) {
    drawn = picture;
    const lines = ringing.map((one) => h("p", {}, one.text, one.above && h("b", { class: "above" }, one.above)));
    byId("alarm").replaceChildren(...lines);
    byId("alarm").hidden = ringing.length === 0;
  }
  showButton();
  keepSounding();
}

export function startAlarm() {
  byId("sound").addEventListener("click", toggle);
  // switched on before: the first touch of this visit is gesture enough
  document.addEventListener(
    "pointerdown",
    async (event) => {
      if (!remembered() || event.target.closest("#sound")) return;
      await switchOn();
      showButton();
      keepSounding();
    },
    { once: true },
  );
  setInterval(() => ringing.length > 0 && refreshAlarm().catch(() => {}), 30000); // the minutes go on
}
