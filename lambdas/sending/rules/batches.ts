import type { Addressee } from './run.ts';

/** How many people a worker takes at a time: pausing and cancelling take effect between two batches. */
export const batchSize = 50;

const contactIdLength = 16;
const addressKeyLength = 22;
const each = contactIdLength + addressKeyLength;

export const inBatches = (people: readonly Addressee[]): (readonly Addressee[])[] =>
  Array.from({ length: Math.ceil(people.length / batchSize) }, (_, batch) =>
    people.slice(batch * batchSize, (batch + 1) * batchSize),
  );

/** Fifty people in less than 2 kB: a write in a transaction costs two units for each kilobyte. */
export function packed(people: readonly Addressee[]): string {
  for (const { contactId, addressKey } of people)
    if (contactId.length !== contactIdLength || addressKey.length !== addressKeyLength)
      throw new Error(`a contact id of ${contactId.length} and an address key of ${addressKey.length} characters`);
  return people.map(({ contactId, addressKey }) => contactId + addressKey).join('');
}

/** @throws when it is not a whole number of people */
export function unpacked(text: string): Addressee[] {
  if (text.length % each !== 0) throw new Error(`a batch of ${text.length} characters is not one`);
  return Array.from({ length: text.length / each }, (_, index) => {
    const person = text.slice(index * each, (index + 1) * each);
    return { contactId: person.slice(0, contactIdLength), addressKey: person.slice(contactIdLength) };
  });
}
