/** Asks until it is so; for what happens after the answer. @throws after the limit, with what was found instead */
export async function soon<T>(ask: () => Promise<T>, good: (found: T) => boolean, limitMs = 20_000): Promise<T> {
  for (let waited = 0; ; waited += 250) {
    const found = await ask();
    if (good(found)) return found;
    if (waited >= limitMs) throw new Error(`not so within ${limitMs} ms: ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
