// Tencent's own Node package talks to our platform: it says what it saw as lines of JSON, and ends with its input.
import { createHash } from "node:crypto";
import sdk from "@wecom/aibot-node-sdk";

const [wsUrl, botId, secret] = process.argv.slice(2);
const tell = (what, more = {}) => console.log(JSON.stringify({ what, ...more }));
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const mute = { debug() {}, info() {}, warn() {}, error() {} };
const client = new sdk.WSClient({
  wsUrl, botId, secret, heartbeatInterval: 100, reconnectInterval: 50, maxAuthFailureAttempts: 1, logger: mute,
});

client.on("authenticated", () => tell("authenticated"));
client.on("error", (error) => tell("error", { told: `${error.name} ${error.message}` }));
client.on("disconnected", (why) => tell("disconnected", { told: String(why) }));
client.on("event.disconnected_event", () => tell("pushed out"));
for (const kind of ["image", "mixed", "voice", "file", "video"]) {
  client.on(`message.${kind}`, (frame) => tell("heard", { kind: frame.body.msgtype }));
}
client.on("message.text", async (frame) => {
  const { text, from, chatid, quote } = frame.body;
  tell("text", { content: text.content, user: from.userid, chat: chatid });
  await client.replyStream(frame, "stream-1", "已", false);
  await client.replyStream(frame, "stream-1", "已登记", true);
  const { buffer, filename } = await client.downloadFile(quote.video.url, quote.video.aeskey);
  tell("file", { name: filename, sha256: sha256(buffer) });
  const film = Buffer.concat([buffer, buffer, buffer, buffer]);
  const { media_id } = await client.uploadMedia(film, { type: "video", filename: "夜巡.mp4" });
  await client.sendMediaMessage(chatid, "video", media_id, { title: "夜巡" });
  await client.sendMessage(chatid, { msgtype: "markdown", markdown: { content: "**一**" } });
  try {
    await client.sendMessage("wr-never-met", { msgtype: "markdown", markdown: { content: "一" } });
  } catch (refused) {
    tell("refused", { code: refused.errcode });
  }
  tell("done");
});
client.on("event.enter_chat", async (frame) => {
  await client.replyWelcome(frame, { msgtype: "text", text: { content: "在" } });
  tell("welcomed");
});
client.on("event.template_card_event", async (frame) => {
  const { event_key, task_id } = frame.body.event.template_card_event;
  await client.updateTemplateCard(frame, { card_type: "button_interaction", task_id, main_title: { title: "已处理" } });
  tell("clicked", { key: event_key });
});

process.on("unhandledRejection", (error) => tell("broke", { told: String(error) }));
process.stdin.once("data", () => {
  client.disconnect();
  setTimeout(() => process.exit(0), 100);
});
client.connect();
