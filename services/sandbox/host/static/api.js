/**
 * The page's way to its own server. Every POST carries the token that only this page was given.
 */

const token = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=host-token]")).content;

/** A request that the page's server refused; the message is meant for people. */
export class RefusedError extends Error {}

/**
 * @param {string} address
 * @returns {Promise<any>}
 */
export async function get(address) {
  return unpack(await fetch(address, { headers: { Accept: "application/json" } }));
}

/**
 * @param {string} address
 * @param {Record<string, any>} body
 * @returns {Promise<any>}
 */
export async function post(address, body) {
  const headers = { "Content-Type": "application/json", "X-Host-Token": token };
  return unpack(await fetch(address, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** @param {Response} response */
async function unpack(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new RefusedError(body.error ?? `The host page answered with ${response.status}.`);
  return body;
}
