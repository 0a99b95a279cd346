/**
 * Reading the add-on's answers as strictly as Google does: the right envelope for what was asked, and no field that
 * the published messages do not have.
 */

import { unknownField } from "./schema.js";

/** An answer that Google would throw away, with Google's words for it. */
export class MalformedAnswerError extends Error {}

/**
 * @typedef {object} Instructions
 * @property {any[]} navigations
 * @property {string} [notification]
 * @property {any} [link]
 * @property {boolean} [wantsFile] the per-file dialog is asked for
 * @property {{scopes: string[], all: boolean}} [wantsScopes] the consent dialog is asked for
 */

/**
 * The answer to a homepage or file-scope trigger.
 * @param {any} answer
 * @returns {Instructions}
 */
export function readTriggerAnswer(answer) {
  if ("sections" in answer || "header" in answer) {
    check("Card", answer);
    return { navigations: [{ pushCard: answer }] };
  }
  return readAuthorization(answer) ?? readRenderActions(answer, "RenderActions");
}

/**
 * The answer to a click, a change or a universal action.
 * @param {any} answer
 * @returns {Instructions}
 */
export function readClickAnswer(answer) {
  const authorization = readAuthorization(answer);
  if (authorization) return authorization;
  check("SubmitFormResponse", answer);
  return readRenderActions(answer.renderActions ?? {}, "RenderActions");
}

/**
 * The answer to an input that asks for suggestions; this widget shows no errors.
 * @param {any} answer
 * @returns {{text: string}[]}
 */
export function readSuggestions(answer) {
  return answer?.autoComplete?.items ?? [];
}

/**
 * @param {any} actions
 * @param {string} message
 * @returns {Instructions}
 */
function readRenderActions(actions, message) {
  check(message, actions);
  const action = actions.action ?? {};
  return {
    navigations: action.navigations ?? [],
    notification: action.notification?.text,
    link: action.link,
    wantsFile: Boolean(actions.hostAppAction?.editorAction?.requestFileScopeForActiveDocument),
  };
}

/**
 * @param {any} answer
 * @returns {Instructions|undefined}
 */
function readAuthorization(answer) {
  const wanted = answer.requesting_google_scopes ?? answer.requestingGoogleScopes;
  if (wanted) {
    const all = Boolean(wanted.all_scopes ?? wanted.allScopes);
    return { navigations: [], wantsScopes: { scopes: wanted.scopes ?? [], all } };
  }
  const basic = answer.basic_authorization_prompt ?? answer.basicAuthorizationPrompt;
  if (basic) return { navigations: [{ pushCard: signInCard(basic) }] };
  const custom = answer.custom_authorization_prompt ?? answer.customAuthorizationPrompt;
  return custom && readRenderActions(custom, "RenderActions");
}

/** @param {any} prompt */
function signInCard(prompt) {
  const url = prompt.authorization_url ?? prompt.authorizationUrl;
  const text = `${prompt.resource ?? "A service"} needs your authorization.`;
  const button = { text: "Authorize access", onClick: { openLink: { url } } };
  return { sections: [{ widgets: [{ textParagraph: { text } }, { buttonList: { buttons: [button] } }] }] };
}

/**
 * @param {string} message
 * @param {any} value
 */
function check(message, value) {
  const problem = unknownField(message, value);
  if (problem) throw new MalformedAnswerError(problem);
}
