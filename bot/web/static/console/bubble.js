// One message as it looks in the conversation.

import { avatar, h, icon, sizeText } from "./dom.js";
import { enlarge } from "./viewer.js";

const address = (sha256) => `/console/media/${sha256}`;
const LINK = /https?:\/\/[^\s<>"'，。；、）]+/g;

/** Words with their links made clickable; never as markup. */
export function wordsOf(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    parts.push(text.slice(end, found.index));
    parts.push(h("a", { href: found[0], target: "_blank", rel: "noopener noreferrer" }, found[0]));
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return parts;
}

function frame(media, tag, ...rest) {
  const node = h(tag, ...rest);
  const wide = media.width && media.height ? media.width / media.height : media.kind === "video" ? 16 / 9 : 4 / 3;
  node.style.aspectRatio = String(Math.min(Math.max(wide, 0.5), 2.2));
  node.style.width = wide < 1 ? "9.5rem" : "15rem";
  return node;
}

function waiting(media) {
  const lost = media.state === "lost";
  const word = { video: "视频", image: "照片", voice: "语音" }[media.kind] || "文件";
  const text = lost ? `${word}没传完整` : `${word}传送中…`;
  return frame(media, "div", { class: lost ? "media lost" : "media fetching" }, text);
}

function picture(media) {
  const large = address(media.sha256);
  const button = frame(media, "button", {
    type: "button",
    class: "media picture",
    "data-large": large,
    "aria-label": "看大图",
    onclick: () => enlarge(large),
  });
  const image = h("img", { src: media.preview ? address(media.preview) : large, alt: "照片", loading: "lazy" });
  image.addEventListener("error", () => (image.src = large), { once: true });
  button.append(image);
  return button;
}

function seconds(media) {
  if (!media.duration_s) return null;
  const all = Math.max(1, Math.round(media.duration_s));
  return h("span", { class: "long" }, `${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`);
}

function play(media, button) {
  const video = h("video", { controls: true, autoplay: true, playsInline: true, src: address(media.sha256) });
  const box = frame(media, "div", { class: "media playing" }, video);
  video.addEventListener("error", () => {
    if (media.preview && !video.src.endsWith(media.preview)) video.src = address(media.preview);
    else box.replaceChildren(h("a", { href: address(media.sha256), download: "" }, "这里放不了，点此下载"));
  });
  button.replaceWith(box);
  video.focus();
}

function clip(media) {
  const button = frame(media, "button", { type: "button", class: "media clip", "aria-label": "播放视频" });
  if (media.preview) {
    const still = h("img", { src: address(media.preview), alt: "", loading: "lazy" });
    still.addEventListener("error", () => still.remove());
    button.append(still);
  }
  button.append(h("span", { class: "play" }, icon("play")), seconds(media) || "");
  button.addEventListener("click", () => play(media, button));
  return button;
}

function attachment(media) {
  if (media.state !== "stored") return waiting(media);
  if (media.kind === "image") return picture(media);
  if (media.kind === "video") return clip(media);
  if (media.kind === "voice") return h("audio", { class: "media", controls: true, src: address(media.sha256), preload: "none" });
  return h(
    "a",
    { class: "media file", href: address(media.sha256), download: media.filename || "文件" },
    icon("file"),
    h("span", {}, media.filename || "文件"),
    h("small", {}, sizeText(media.size)),
  );
}

function quoted(quote) {
  return quote && h("p", { class: "quoted" }, `${quote.name}：${quote.text}`);
}

/** How the bot read a message, folded away: texts alone, so that nothing in them is ever markup. */
function understood(read) {
  if (!read) return null;
  const rows = read.details.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]);
  return h(
    "details",
    { class: "understood" },
    h("summary", {}, "怎么理解的"),
    h("p", { class: "taken-for" }, read.taken_for),
    rows.length ? h("dl", {}, ...rows) : null,
    read.why.length ? h("ul", {}, ...read.why.map((reason) => h("li", {}, reason))) : null,
  );
}

function body(bubble) {
  const pieces = bubble.media.map(attachment);
  const words = bubble.text || (pieces.length ? "" : "[这类消息这里显示不了]");
  if (words) pieces.unshift(h("p", { class: "words" }, ...wordsOf(words)));
  return pieces;
}

/** A message: face, name, words and media, and a button that quotes it. */
export function draw(bubble, onQuote) {
  const named = !bubble.mine && !bubble.bot;
  const side = bubble.mine ? "mine" : bubble.bot ? "theirs of-bot" : "theirs";
  return h(
    "li",
    { class: `bubble ${side}`, "data-id": bubble.id },
    avatar(h("span"), bubble),
    h(
      "div",
      { class: "said" },
      named ? h("p", { class: "name" }, bubble.name, h("small", {}, bubble.org)) : h("p", { class: "unseen" }, bubble.mine ? "我" : bubble.name),
      ...body(bubble),
      quoted(bubble.quote),
      understood(bubble.understood),
    ),
    h("button", { type: "button", class: "icon quote", title: "引用", "aria-label": "引用这条", onclick: () => onQuote(bubble) }, icon("quote")),
  );
}

/** A message on its way. */
export function drawPending(pending, me, onAgain) {
  const pieces = pending.shown.map((word) => h("div", { class: "media fetching small" }, word));
  if (pending.text) pieces.unshift(h("p", { class: "words" }, pending.text));
  const note = pending.error
    ? h("button", { type: "button", class: "again", onclick: onAgain }, `${pending.error}，点此重发`)
    : pending.shown.length
      ? h("progress", { max: 1, value: pending.progress, "aria-label": "上传进度" })
      : null;
  return h("li", { class: "bubble mine pending" }, avatar(h("span"), me), h("div", { class: "said" }, ...pieces, note));
}
