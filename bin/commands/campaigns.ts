import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileSync } from 'node:fs';
import {
  approveCampaign,
  checkCampaign,
  createCampaign,
  getCampaign,
  listCampaigns,
  openWarnings,
  previewCampaign,
  scheduleCampaign,
  testCampaign,
  unscheduleCampaign,
} from '#contract/campaigns.ts';
import type { Campaign } from '#contract/campaigns.ts';
import { cancelCampaign, getProgress, pauseCampaign, resumeCampaign } from '#contract/sending.ts';
import type { Progress } from '#contract/sending.ts';
import { barFor } from '../campaigns/bar.ts';
import {
  campaignInWords,
  caseInWords,
  findingsInWords,
  pace,
  progressInWords,
  shareOf,
} from '../campaigns/in-words.ts';
import { addApiCommand, answer, columns, given, objectIn } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import { shaped } from '../connect.ts';
import type { Call, Connect } from '../connect.ts';
import { registerImport } from './campaign-import.ts';
import { registerCompare, registerReport } from './report.ts';

interface OfClient extends SharedOptions {
  readonly client: string;
  readonly reason?: string;
}

const ids = 'HgFeDcBa87654321 --client AbCdEfGh12345678';

/** Writes, checks, sends and watches campaigns. */
export function registerCampaigns(program: Command, connect: Connect): void {
  const campaign = program.command('campaign').description('messages to the people of a list');
  registerImport(campaign, connect);
  writing(campaign, connect);
  judging(campaign, connect);
  scheduling(campaign, connect);
  steering(campaign, connect);
  registerReport(campaign, connect);
  registerCompare(campaign, connect);
}

function writing(campaign: Command, connect: Connect): void {
  addApiCommand(campaign, {
    usage: 'create <file>',
    description: 'write a campaign from a JSON file, - for the standard input (docs/openapi.json: createCampaign)',
    example: 'campaign create docs/examples/campaign.json --client AbCdEfGh12345678 --list HgFeDcBa87654321',
  })
    .requiredOption('--client <id>', 'the client')
    .option('--list <id>', 'the list it goes to; wins over the file')
    .option('--domain <name>', 'the sender domain; wins over the file')
    .action(async (file: string, { client, list, domain, ...options }: OfClient & CreateOptions) => {
      const draft = { ...objectIn(file), ...given({ listId: list }) };
      const from = 'from' in draft && typeof draft.from === 'object' ? draft.from : {};
      const body = shaped(createCampaign.body, { ...draft, from: { ...from, ...given({ domain }) } });
      await answer(
        connect,
        options,
        (call) => call(createCampaign, { params: { clientId: client }, body }),
        ({ campaignId }) => `campaign ${campaignId} is written: assent campaign check ${campaignId} --client ${client}`,
      );
    });

  addApiCommand(campaign, {
    usage: 'list',
    description: 'campaigns of a client, newest first',
    example: 'campaign list --client AbCdEfGh12345678',
  })
    .requiredOption('--client <id>', 'the client')
    .action(({ client, ...options }: OfClient) =>
      answer(
        connect,
        options,
        (call) => call(listCampaigns, { params: { clientId: client }, query: { limit: 100 } }),
        ({ items }) =>
          columns(
            items.map(({ campaignId, state, name, subject }) => [campaignId, state, name, subject]),
            'no campaigns yet',
          ),
      ),
    );

  addApiCommand(campaign, {
    usage: 'preview <campaign-id>',
    description: 'the message as one person would get it, into a file',
    example: `campaign preview ${ids} --out letter.html`,
  })
    .requiredOption('--client <id>', 'the client')
    .requiredOption('--out <file>', 'where the HTML goes; it is written over')
    .option('--contact <id>', 'as this contact would get it; as somebody with a very long name would unless set')
    .option('--reason <why>', 'of an operator: kept in the audit trail')
    .action((campaignId: string, { client, contact, reason, out, ...options }: OfClient & PreviewOptions) =>
      answer(
        connect,
        options,
        async (call) => {
          const body = contact === undefined ? { worst: ['longest_name' as const] } : { contactId: contact };
          const { previews } = await call(previewCampaign, { params: { clientId: client, campaignId }, body, reason });
          const [first] = previews;
          if (!first) throw new Error('there is nothing to show');
          writeFileSync(out, first.html);
          return first;
        },
        ({ subject, of, bytes, skipped }) =>
          [
            `${out}: "${subject}", as ${caseInWords(of)} gets it, ${Math.ceil(bytes / 1024)} kB`,
            ...(skipped === undefined ? [] : [`this person would get none: ${skipped}`]),
          ].join('\n'),
      ),
    );
}

interface CreateOptions {
  readonly list?: string;
  readonly domain?: string;
}

interface PreviewOptions {
  readonly out: string;
  readonly contact?: string;
}

function judging(campaign: Command, connect: Connect): void {
  addApiCommand(campaign, {
    usage: 'check <campaign-id>',
    description: 'what the law and the mailbox providers object to; exits with 1 while something stands against it',
    example: `campaign check ${ids} --override "CS-21@subject=the house is for sale, not the books"`,
  })
    .requiredOption('--client <id>', 'the client')
    .option('--override <rule@where=reason...>', 'take a warning upon yourself; kept with your name')
    .action(async (campaignId: string, { client, override = [], ...options }: OfClient & { override?: string[] }) => {
      const overrides = override.map(overrideIn);
      const check = async (call: Call) => {
        const of = await versionOf(call, { clientId: client, campaignId });
        const checked = await call(checkCampaign, { ...of, body: { ...of.body, overrides } });
        if (checked.report?.blocked !== false || openWarnings(checked.report).length > 0) process.exitCode = 1;
        return checked;
      };
      await answer(connect, options, check, findingsInWords);
    });

  addApiCommand(campaign, {
    usage: 'test <campaign-id>',
    description: "send it, marked [Test], to some of the client's own users",
    example: `campaign test ${ids} --to emeka.obi noor.haddad`,
  })
    .requiredOption('--client <id>', 'the client')
    .requiredOption('--to <user-name...>', 'up to five; each needs a mail address')
    .action((campaignId: string, { client, to, ...options }: OfClient & { to: string[] }) =>
      answer(
        connect,
        options,
        async (call) => {
          const of = await versionOf(call, { clientId: client, campaignId });
          const tested = await call(testCampaign, { ...of, body: { ...of.body, userNames: to } });
          if (tested.refused.length > 0) process.exitCode = 1;
          return tested;
        },
        ({ sent, refused }) =>
          [
            `sent to ${sent}`,
            ...refused.map(({ userName, because }) => `not to ${userName}: ${because.replaceAll('_', ' ')}`),
          ].join('\n'),
      ),
    );

  addApiCommand(campaign, {
    usage: 'approve <campaign-id>',
    description: 'agree to it as the second person',
    example: `campaign approve ${ids}`,
  })
    .requiredOption('--client <id>', 'the client')
    .action((campaignId: string, { client, ...options }: OfClient) =>
      answer(
        connect,
        options,
        async (call) => call(approveCampaign, await versionOf(call, { clientId: client, campaignId })),
        ({ approval, version }) => `version ${version} is approved by ${approval?.by ?? ''}`,
      ),
    );
}

/** `CS-21@subject=why it is right` */
function overrideIn(text: string): { rule: string; where: string; reason: string } {
  const [, rule, where, reason] = /^([A-Z]+-\d+)@([^=]+)=(.+)$/s.exec(text) ?? [];
  if (rule === undefined || where === undefined || reason === undefined)
    throw new Error(`"${text}" does not say which warning, and why: write CS-21@subject=why it is right`);
  return { rule, where, reason };
}

function scheduling(campaign: Command, connect: Connect): void {
  addApiCommand(campaign, {
    usage: 'schedule <campaign-id>',
    description: 'freeze it and set when it goes out; without a time, now',
    example: `campaign schedule ${ids} --at 2026-12-01T09:00:00Z --time-zone Europe/London`,
  })
    .requiredOption('--client <id>', 'the client')
    .option('--at <time>', 'as 2026-12-01T09:00:00Z, or with an offset: 2026-12-01T10:00:00+01:00')
    .option('--time-zone <name>', 'whose clock it is shown by, and when its night is', ownTimeZone())
    .action((campaignId: string, { client, at, timeZone, ...options }: OfClient & ScheduleOptions) => {
      const when = { timeZone, ...(at === undefined ? {} : { at: instantIn(at) }) };
      return answer(
        connect,
        options,
        async (call) => {
          const of = await versionOf(call, { clientId: client, campaignId });
          return call(scheduleCampaign, { ...of, body: { ...of.body, ...when } });
        },
        (scheduled) =>
          [
            campaignInWords(scheduled),
            ...(scheduled.report?.findings ?? [])
              .filter(({ rule }) => rule === 'ML-38')
              .map(({ message, fix }) => `${message} ${fix}`),
            `assent campaign watch ${campaignId} --client ${client}`,
          ].join('\n'),
      );
    });

  addApiCommand(campaign, {
    usage: 'unschedule <campaign-id>',
    description: 'take it back before it starts: a draft again',
    example: `campaign unschedule ${ids} --reason "the reading is put off"`,
  })
    .requiredOption('--client <id>', 'the client')
    .option('--reason <why>', 'kept in the audit trail')
    .action((campaignId: string, { client, reason, ...options }: OfClient) =>
      answer(
        connect,
        options,
        (call) => call(unscheduleCampaign, { params: { clientId: client, campaignId }, body: given({ reason }) }),
        campaignInWords,
      ),
    );
}

const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

interface ScheduleOptions {
  readonly at?: string;
  readonly timeZone: string;
}

function instantIn(text: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new Error(`"${text}" is not a time like 2026-12-01T09:00:00Z or 2026-12-01T10:00:00+01:00`);
  return new Date(text).toISOString();
}

function steering(campaign: Command, connect: Connect): void {
  for (const [name, route, description] of [
    ['pause', pauseCampaign, 'stop sending, within one batch'],
    ['resume', resumeCampaign, 'go on sending to those who have not got it'],
    ['cancel', cancelCampaign, 'stop for good: who has not got it never will'],
  ] as const)
    addApiCommand(campaign, { usage: `${name} <campaign-id>`, description, example: `campaign ${name} ${ids}` })
      .requiredOption('--client <id>', 'the client')
      .option('--reason <why>', 'kept in the audit trail')
      .action((campaignId: string, { client, reason, ...options }: OfClient) =>
        answer(
          connect,
          options,
          (call) => call(route, { params: { clientId: client, campaignId }, body: given({ reason }) }),
          campaignInWords,
        ),
      );

  addApiCommand(campaign, {
    usage: 'watch <campaign-id>',
    description: 'how far it is, until it ends; exits with 1 when it ends otherwise than sent',
    example: `campaign watch ${ids}`,
  })
    .requiredOption('--client <id>', 'the client')
    .action((campaignId: string, { client, ...options }: OfClient) =>
      answer(connect, options, (call) => watch(call, { clientId: client, campaignId }, options), progressInWords),
    );
}

const betweenLooksMs = 1_000;

/** Looks every second, as long as something may still change by itself. */
async function watch(
  call: Call,
  params: { readonly clientId: string; readonly campaignId: string },
  options: SharedOptions,
): Promise<Progress & Pick<Campaign, 'because'>> {
  const bar = barFor(options);
  try {
    for (;;) {
      const progress = await call(getProgress, { params });
      bar.show(progress.state, shareOf(progress), pace(progress));
      if (['sent', 'cancelled', 'paused'].includes(progress.state)) {
        if (progress.state !== 'sent') process.exitCode = 1;
        const { because } = await call(getCampaign, { params });
        return { ...progress, ...given({ because }) };
      }
      await sleep(betweenLooksMs);
    }
  } finally {
    bar.stop();
  }
}

/** The version as it is now, which the change is about: somebody who changes it meanwhile is not written over. */
async function versionOf(call: Call, params: { readonly clientId: string; readonly campaignId: string }) {
  const { version } = await call(getCampaign, { params });
  return { params, body: { version } };
}
