// The page's only road to the bot.

const BASE = "/console/api";

async function reach(address, options) {
  const response = await fetch(address, options).catch(() => {
    throw new Error("没连上夜巡，稍后再试");
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || "没连上夜巡，稍后再试");
  return body;
}

/** Asks; undefined parameters are left out. */
export async function ask(path, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== undefined));
  return reach(`${BASE}/${path}?${query}`);
}

/** Tells. */
export async function tell(path, body) {
  const headers = { "Content-Type": "application/json" };
  return reach(`${BASE}/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Says something with files, and tells how far the upload is. */
export function say(form, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${BASE}/say`);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () =>
      request.status === 201
        ? resolve()
        : reject(new Error(request.response?.error || "没发出去，稍后再试"));
    request.onerror = () => reject(new Error("没连上夜巡，稍后再试"));
    request.send(form);
  });
}

/** Listens until the page is left; the browser connects again by itself. */
export function listen({ onChanged, onClock, onState }) {
  const stream = new EventSource("/console/events");
  const clock = (event) => onClock(JSON.parse(event.data));
  stream.addEventListener("changed", (event) => {
    clock(event);
    onChanged();
  });
  stream.addEventListener("clock", clock);
  stream.onopen = () => onState(true);
  stream.onerror = () => onState(false);
}

/** Runs a task at most every `gap` ms, never twice at once, and always once more after the last call. */
export function calmly(task, gap = 250) {
  let running = false;
  let again = false;
  const run = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    try {
      await task();
    } catch (error) {
      console.warn(error);
    }
    setTimeout(() => {
      running = false;
      if (again) run();
    }, gap);
  };
  return run;
}
