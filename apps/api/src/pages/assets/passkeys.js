/* global document, window, location */
/** Passkeys in the browser: asks the server what to ask, asks the device, and sends what it answers. Buttons stay hidden where there are none. */

const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const post = async (path, body = {}) => {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error([answer.title, answer.why, answer.todo].filter(Boolean).join(' '));
  return answer;
};

const named = (credential) => ({ ...credential, id: bytes(credential.id) });
const outer = ({ id, rawId, type }) => ({ id, rawId: text(rawId), type, clientExtensionResults: {} });

async function make() {
  const options = await post('/me/passkeys/options');
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map(named),
  };
  const made = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = made.response;
  const response = { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) };
  const name = document.querySelector('#passkey-name')?.value || 'Min nøgle';
  await post('/me/passkeys', { name, answer: { ...outer(made), response } });
}

async function show(path) {
  const options = await post('/sign-in/passkey/options');
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: (options.allowCredentials ?? []).map(named) };
  const shown = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
  const response = { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature) };
  await post(path, { ...outer(shown), response: { ...response, ...(userHandle ? { userHandle: text(userHandle) } : {}) } });
}

const uses = {
  make: [make, '/konto/noegler'],
  again: [() => show('/sign-in/again/passkey'), '/konto/noegler'],
  'sign-in': [() => show('/sign-in/passkey'), '/'],
};

for (const button of document.querySelectorAll('[data-passkey]')) {
  const [use, next] = uses[button.dataset.passkey];
  button.hidden = !window.PublicKeyCredential;
  button.addEventListener('click', async () => {
    const status = document.querySelector('[data-passkey-status]');
    try {
      await use();
      const form = document.getElementById(button.dataset.passkeyForm ?? '');
      if (form) form.requestSubmit();
      else location.assign(next);
    } catch (error) {
      const dismissed = error instanceof DOMException;
      if (status) status.textContent = dismissed ? 'Enheden gav ingen nøgle. Prøv igen.' : error.message;
    }
  });
}
