/**
 * Solves the page's challenge: the only script that a public page ever carries, and only when work has to be proved. Plain
 * JavaScript, since its text is what the policy of the page names by hash. One try after the other, none in parallel: the
 * page stays usable meanwhile.
 */
export const proofScript = `(async () => {
  const form = document.querySelector('form[data-challenge]');
  const button = form.querySelector('button');
  const work = form.querySelector('.work');
  const bar = work.querySelector('progress');
  const status = work.querySelector('[role=status]');
  const challenge = JSON.parse(form.dataset.challenge);
  const { nonce, salt, cost, keyLength, keyPrefix, data } = challenge.parameters;
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
  button.disabled = true;
  work.hidden = false;
  document.querySelectorAll('.asked').forEach((told) => (told.hidden = false));
  bar.max = data.most;
  try {
    const start = bytes(nonce);
    const password = new Uint8Array(start.length + 4);
    password.set(start);
    const recipe = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations: cost };
    for (let counter = 0; counter <= data.most; counter++) {
      new DataView(password.buffer).setUint32(start.length, counter);
      const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
      const derivedKey = hex(await crypto.subtle.deriveBits(recipe, key, keyLength * 8));
      bar.value = counter;
      if (!derivedKey.startsWith(keyPrefix)) continue;
      form.elements.challenge.value = btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
      bar.value = data.most;
      status.textContent = form.dataset.done;
      button.disabled = false;
      return;
    }
    throw new Error('no counter solves it');
  } catch {
    status.textContent = form.dataset.failed;
    bar.hidden = true;
  }
})();`;
