import { exampleNewClient } from '#contract/examples.ts';

export const harbourBooks = exampleNewClient;

export const letterForm = (listId: string) =>
  ({
    name: 'Website footer',
    listId,
    language: 'en',
    heading: 'The Harbour Books letter',
    introduction: 'New books and readings in our shop.',
    frequency: 'about once a month',
    boxes: { marketing_email: 'Send me the Harbour Books letter.' },
    notice: 'Harbour Books keeps your address to send you this letter, and gives it to nobody else.',
  }) as const;
