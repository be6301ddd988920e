import type { InlinePicture } from '#lambdas/platform/mail-transport.ts';
import type { CompiledContent, FieldValues } from './compiled.ts';

/** Whom a message is filled in for. */
export interface Recipient {
  readonly fields: FieldValues;
  readonly links: {
    readonly unsubscribeUrl: string;
    readonly preferencesUrl: string;
    /** Absent when the campaign keeps no web copies. */
    readonly webCopyUrl?: string;
  };
}

export type Rendered =
  | {
      readonly rendered: true;
      readonly subject: string;
      readonly html: string;
      readonly text: string;
      readonly inlinePictures: readonly InlinePicture[];
      /** Over subject, HTML and text: what was said to this person. */
      readonly renderedHash: string;
    }
  | { readonly rendered: false; readonly because: 'missing_value' | 'render_limit' | 'render_failed' };

export type Render = (compiled: CompiledContent, recipient: Recipient, subject?: 'a' | 'b') => Promise<Rendered>;
