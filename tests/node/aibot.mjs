// Tencent's own Node package talks to our platform: run as a script, it says what it saw as lines of JSON.
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import AiBot from "@wecom/aibot-node-sdk";

const [url, botId, secret] = process.argv.slice(2);
const tell = (what, more = {}) => process.stdout.write(JSON.stringify({ what, ...more }) + "\n");
const none = () => {};
// its logger would print the texts
const logger = { debug: none, info: none, warn: none, error: none };
const client = new AiBot.WSClient({
  botId, secret, wsUrl: url, heartbeatInterval: 100, maxReconnectAttempts: 1, maxAuthFailureAttempts: 1, logger,
});

async function onText(frame) {
  const body = frame.body;
  tell("text", { content: body.text.content, user: body.from.userid, chat: body.chatid ?? "" });
  await client.replyStream(frame, "stream-1", "已", false);
  await client.replyStream(frame, "stream-1", "已登记", true);
  if (body.quote) {
    const film = body.quote.video;
    const { buffer, filename } = await client.downloadFile(film.url, film.aeskey);
    tell("file", { name: filename, sha256: createHash("sha256").update(buffer).digest("hex") });
    const four = Buffer.concat([buffer, buffer, buffer, buffer]);
    const kept = await client.uploadMedia(four, { type: "video", filename: "夜巡.mp4" });
    await client.sendMediaMessage(body.chatid, "video", kept.media_id);
  }
  try {
    await client.sendMessage("wr-never-met", { msgtype: "markdown", markdown: { content: "**一**" } });
  } catch (error) {
    tell("refused", { code: JSON.stringify(error.errcode ?? error).includes("846607") || String(error.message).includes("846607") });
  }
  tell("done");
}

client.on("authenticated", () => tell("authenticated"));
client.on("error", (error) => tell("error", { told: String(error.message ?? error) }));
client.on("disconnected", () => tell("disconnected"));
client.on("event.disconnected_event", () => tell("pushed out"));
client.on("message.text", (frame) => void onText(frame));
for (const kind of ["image", "mixed", "voice", "file"]) {
  client.on(`message.${kind}`, (frame) => tell("heard", { kind: frame.body.msgtype }));
}
client.on("event.enter_chat", async (frame) => {
  await client.replyWelcome(frame, { msgtype: "text", text: { content: "在" } });
  tell("welcomed");
});
client.on("event.template_card_event", async (frame) => {
  const clicked = frame.body.event.template_card_event;
  const card = { card_type: "button_interaction", task_id: clicked.task_id, main_title: { title: "已处理" } };
  await client.updateTemplateCard(frame, card);
  tell("clicked", { key: clicked.event_key });
});
client.connect();
createInterface({ input: process.stdin }).once("line", () => {
  client.disconnect();
  setTimeout(() => process.exit(0), 100);
});
