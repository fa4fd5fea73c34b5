// The right column: what to try, and whose phone has rung.

import { ask } from "./api.js";
import { prefill } from "./compose.js";
import { avatar, byId, clockText, dayText, h } from "./dom.js";
import { go, state, whoIs } from "./state.js";

let drawn = "";

/** Names the people that the steps speak of. */
export function showCast() {
  for (const node of document.querySelectorAll("[data-who]")) {
    const who = whoIs(state.cast[node.dataset.who]);
    node.textContent = who.name === "没登记的人" ? "先选一个人" : `${who.org.split(" ")[0]} ${who.name}`;
  }
}

function phone(one) {
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", onclick: () => visit(one.who.user) },
      avatar(h("span"), one.who),
      h("b", {}, one.who.name),
      h("small", {}, one.who.org),
      h("time", {}, clockText(new Date(one.at))),
      h("span", { class: "phone-text" }, one.text),
      h("span", { class: "badge", "aria-label": `${one.unread}条没看` }, String(one.unread)),
    ),
  );
}

/** Looks whose phone has rung. */
export async function refreshPhones() {
  const found = (await ask("phones")).filter((one) => one.who.user !== state.user || state.chat !== "");
  const picture = JSON.stringify(found);
  if (picture === drawn) return;
  drawn = picture;
  byId("phones-none").hidden = found.length > 0;
  byId("phones").replaceChildren(...found.map(phone));
}

function visit(user) {
  close();
  go({ user, chat: "", view: "talk" });
}

/** Writes days out: {3} is the day in three days, by the clock on top. */
function dated(text) {
  return text.replace(/\{(\d+)\}/g, (_, days) => dayText(new Date(state.now().getTime() + days * 86400000)));
}

function tryStep(button) {
  const user = state.cast[button.dataset.try];
  if (!user) return;
  visit(user);
  prefill(dated(button.dataset.text), button.dataset.sample);
}

function close() {
  document.body.classList.remove("guide-up");
  byId("guide-open").setAttribute("aria-expanded", "false");
}

function toggle() {
  const up = document.body.classList.toggle("guide-up");
  byId("guide-open").setAttribute("aria-expanded", String(up));
  if (up && matchMedia("(max-width: 1080px)").matches) byId("guide-close").focus();
}

export function startGuide() {
  byId("guide-open").addEventListener("click", toggle);
  byId("guide-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.addEventListener("pointerdown", (event) => event.target.closest(".guide, .guide-open") || close());
  byId("guide").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-try]");
    if (button) tryStep(button);
    if (event.target.closest("button[data-move]")) close();
  });
}
