/**
 * Reading what the add-on's answers ask for. The page's server has judged them by then: what Google would throw away
 * never gets here.
 */

/**
 * @typedef {object} Instructions
 * @property {any[]} navigations
 * @property {string} [notification]
 * @property {any} [link]
 * @property {{url: string, title: string}[]} [links] what a create action leaves in the document
 * @property {boolean} [wantsFile] the per-file dialog is asked for
 * @property {{scopes: string[], all: boolean}} [wantsScopes] the consent dialog is asked for
 */

/**
 * The answer to a homepage or file-scope trigger.
 * @param {any} answer
 * @returns {Instructions}
 */
export function readTriggerAnswer(answer) {
  if ("sections" in answer || "header" in answer) return { navigations: [{ pushCard: answer }] };
  return readAuthorization(answer) ?? readRenderActions(answer);
}

/**
 * The answer to a click, a change or a universal action.
 * @param {any} answer
 * @returns {Instructions}
 */
export function readClickAnswer(answer) {
  return readAuthorization(answer) ?? readRenderActions(answer.renderActions ?? {});
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
 * The answer to a link preview trigger. The title is for the chip; both titles are the card's own where they are missing.
 * @param {any} answer
 * @returns {{title: string, card: any}|undefined}
 */
export function readPreview(answer) {
  const preview = answer?.action?.linkPreview;
  if (!preview) return undefined;
  const own = preview.previewCard?.header?.title ?? "";
  return { title: preview.title ?? own, card: preview.previewCard };
}

/**
 * @param {any} actions
 * @returns {Instructions}
 */
function readRenderActions(actions) {
  const action = actions.action ?? {};
  return {
    navigations: action.navigations ?? [],
    notification: action.notification?.text,
    link: action.link,
    links: action.links,
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
  return custom && readRenderActions(custom);
}

/** @param {any} prompt */
function signInCard(prompt) {
  const url = prompt.authorization_url ?? prompt.authorizationUrl;
  const text = `${prompt.resource ?? "A service"} needs your authorization.`;
  const button = { text: "Authorize access", onClick: { openLink: { url } } };
  return { sections: [{ widgets: [{ textParagraph: { text } }, { buttonList: { buttons: [button] } }] }] };
}
