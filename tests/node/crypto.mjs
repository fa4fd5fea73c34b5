// Tencent's @wecom/crypto: a line of JSON in for each thing to do, one out.
import { createInterface } from "node:readline";
import { decrypt, encrypt, getSignature } from "@wecom/crypto";

createInterface({ input: process.stdin }).on("line", (line) => {
  const asked = JSON.parse(line);
  const answer = {
    seal: () => encrypt(asked.key, asked.message, asked.id),
    open: () => decrypt(asked.key, asked.sealed),
    sign: () => getSignature(asked.token, asked.timestamp, asked.nonce, asked.sealed),
  }[asked.do]();
  process.stdout.write(JSON.stringify(answer) + "\n");
});
