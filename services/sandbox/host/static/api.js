/**
 * The page's way to its own server. Every POST carries the token that only this page was given.
 */

const token = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=host-token]")).content;

/** A request that the page's server refused; the message is meant for people. */
export class RefusedError extends Error {}

let leaving = false;
for (const event of ["beforeunload", "pagehide"]) window.addEventListener(event, () => { leaving = true; });

/**
 * @param {string} address
 * @returns {Promise<any>}
 */
export async function get(address) {
  return unpack(await ask(address, { headers: { Accept: "application/json" } }));
}

/**
 * @param {string} address
 * @param {Record<string, any>} body
 * @returns {Promise<any>}
 */
export async function post(address, body) {
  const headers = { "Content-Type": "application/json", "X-Host-Token": token };
  return unpack(await ask(address, { method: "POST", headers, body: JSON.stringify(body) }));
}

/**
 * A request that is cut off because the page is being left is nobody's failure: it is simply never answered.
 * @param {string} address
 * @param {RequestInit} options
 * @returns {Promise<Response>}
 */
async function ask(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (leaving) return new Promise(() => {});
    throw error;
  }
}

/** @param {Response} response */
async function unpack(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new RefusedError(body.error ?? `The host page answered with ${response.status}.`);
  return body;
}
