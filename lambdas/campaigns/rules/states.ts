import type { CampaignState } from '#contract/campaigns.ts';

/** Where a campaign may go from where it is. What was sent or cancelled stays so. */
const onward: Readonly<Record<CampaignState, readonly CampaignState[]>> = {
  draft: ['draft', 'checked', 'cancelled'],
  checked: ['draft', 'checked', 'scheduled', 'cancelled'],
  scheduled: ['draft', 'sending', 'paused', 'cancelled'],
  sending: ['paused', 'sent', 'cancelled'],
  paused: ['sending', 'sent', 'cancelled'],
  sent: [],
  cancelled: [],
};

export const mayBecome = (from: CampaignState, to: CampaignState): boolean => onward[from].includes(to);

/** From here on what it says stands still. */
export const isFrozen = (state: CampaignState): boolean => state !== 'draft' && state !== 'checked';
