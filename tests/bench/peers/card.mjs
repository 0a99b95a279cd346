// The same card from Node's own server: what is left when there is no framework at all.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const card = JSON.parse(readFileSync(process.env.CARD, "utf-8"));
createServer((request, response) => {
  request.resume().on("end", () => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(card));
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
