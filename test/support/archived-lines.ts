import fc from 'fast-check';
import type { ArchivedOutcome } from '#contract/archive.ts';
import { mailProviders } from '#contract/figures.ts';
import { hintNames } from '#lambdas/reporting/rules/activity.ts';

const hour = 3_600_000;

/**
 * What might stand in the archive of a campaign: messages told of in any order, doubled, by people, scanners and services,
 * many of them within seconds.
 */
export function archivedLines(campaign: string, client: string, began: number): fc.Arbitrary<ArchivedOutcome[]> {
  const at = (ms: number): string => new Date(began + ms).toISOString();
  const soonAfter = fc.oneof(fc.nat({ max: 12_000 }), fc.nat({ max: 3 * hour }));
  const outcome = fc.oneof(
    { weight: 3, arbitrary: fc.constant('delivered' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'delayed' as const,
        'soft_bounced' as const,
        'bounced' as const,
        'complained' as const,
        'rejected' as const,
        'failed' as const,
        'suppressed' as const,
        'invalid' as const,
      ),
    },
    { weight: 2, arbitrary: fc.constant('opened' as const) },
    { weight: 6, arbitrary: fc.constant('clicked' as const) },
  );
  const told = fc.record({
    outcome,
    ms: soonAfter,
    link: fc.nat({ max: 4 }),
    hint: fc.option(fc.constantFrom(...hintNames), { freq: 3 }),
  });
  const message = fc.record({
    key: fc.uuid(),
    variant: fc.constantFrom('a' as const, 'b' as const),
    provider: fc.constantFrom(...mailProviders),
    all: fc.array(told, { maxLength: 8 }),
  });
  return fc.array(message, { minLength: 1, maxLength: 40, size: 'max' }).map((messages) =>
    messages.flatMap(({ key, variant, provider, all }) => {
      const about = {
        v: 1,
        client,
        campaign,
        variant,
        purpose: 'campaign',
        message: key,
        contact: key,
        claimed: at(0),
        provider,
      } as const;
      const lines = [{ outcome: 'sent' as const, ms: 1, link: 0, hint: null }, ...all].map(
        ({ outcome, ms, link, hint }, index): ArchivedOutcome => ({
          ...about,
          id: `${key}-${index}`,
          happened: at(ms),
          day: at(ms).slice(0, 10),
          outcome,
          ...(outcome === 'clicked' && { link: String(link) }),
          ...(hint !== null && ['opened', 'clicked'].includes(outcome) && { hints: hint }),
        }),
      );
      return [...lines, ...lines.slice(0, 1)];
    }),
  );
}
