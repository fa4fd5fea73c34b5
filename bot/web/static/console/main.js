// Starts the page and wires its parts to the live stream.

import { refreshAlarm, startAlarm } from "./alarm.js";
import { ask, calmly, listen } from "./api.js";
import { refreshChats, startChats } from "./chats.js";
import { showClock, startClock } from "./clock.js";
import { grow, startCompose, swapDraft } from "./compose.js";
import { byId, icon, toast } from "./dom.js";
import { refreshPhones, showCast, startGuide } from "./guide.js";
import { loadPeople, startPicker } from "./picker.js";
import { fromAddress, go, onMove, state } from "./state.js";
import { openTalk, refreshTalk, startTalk } from "./talk.js";
import { startViewer } from "./viewer.js";

const refresh = calmly(async () => {
  await Promise.all([refreshTalk(), refreshChats(), refreshPhones(), refreshAlarm()]);
});

const refreshPeople = calmly(async () => {
  await loadPeople();
  showCast();
}, 3000);

async function moved(before) {
  const samePlace = before.user === state.user && before.chat === state.chat;
  if (!samePlace) {
    swapDraft(before);
    await openTalk().catch((error) => console.warn(error.message)); // a chat that they do not sit in
  }
  if (before.user !== state.user) showCast();
  grow();
  refresh();
}

async function start() {
  for (const [id, name] of [["back", "back"], ["guide-close", "close"]]) byId(id).append(icon(name));
  for (const button of document.querySelectorAll("dialog [data-close]")) button.append(icon("close"));
  startClock();
  startPicker();
  startViewer();
  startChats(refresh);
  startTalk(refresh);
  startCompose(refresh);
  startGuide();
  startAlarm();
  await loadPeople();
  onMove(moved);
  window.addEventListener("popstate", fromAddress);
  if (!fromAddress()) go({ user: state.cast.visitor, chat: "" }, { replace: true });
  showCast();
  showClock(await ask("clock"));
  await Promise.all([refreshChats(), refreshTalk(), refreshPhones(), refreshAlarm()]);
  let away = false;
  listen({
    onChanged: () => {
      refresh();
      refreshPeople();
    },
    onClock: showClock,
    onState: (open) => {
      if (away && open) toast("又连上了");
      if (!away && !open) toast("和夜巡断开了，正在重连");
      away = !open;
    },
  });
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  document.body.dataset.ready = "1";
}

start().catch((error) => toast(error.message));
